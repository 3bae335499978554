import * as z from 'zod'
import type { Discovered } from '@contract/state'
import { ANSWER_LIMITS, guardedFetch } from './guardedFetch'
import { ModelName } from './listModels'
import type { Fetch } from './provider'

const PATIENCE_MS = 1_000

/** Where local servers usually listen, and who is likely to be there. */
const PORTS: Record<number, string> = {
  11434: 'Ollama',
  8080: 'llama.cpp',
  1234: 'LM Studio',
  1337: 'Jan',
  8000: 'vLLM',
}

/** What a server writes into `owned_by` is a better sign than its port. */
const OWNERS: Record<string, string> = {
  library: 'Ollama',
  llamacpp: 'llama.cpp',
  'llama.cpp': 'llama.cpp',
  vllm: 'vLLM',
  organization_owner: 'LM Studio',
}

const Entry = z.object({ id: ModelName, owned_by: z.string().optional().catch(undefined) })
/** Ollama without models answers null. */
const Answer = z.object({
  object: z.literal('list'),
  data: z.array(Entry).max(1_000).nullable(),
})

/** Asks the usual ports of this machine at once, a second each. Whoever does not answer is left out. */
export async function discoverServers(
  fetch: Fetch,
  ports = Object.keys(PORTS).map(Number),
): Promise<Discovered[]> {
  const found = await Promise.all(ports.map((port) => ask(fetch, port).catch(() => null)))
  return found.filter((server) => server !== null)
}

async function ask(fetch: Fetch, port: number): Promise<Discovered> {
  const limits = {
    ...ANSWER_LIMITS,
    answerMs: PATIENCE_MS,
    idleMs: PATIENCE_MS,
    totalBytes: 1024 * 1024,
  }
  const guarded = guardedFetch({ fetch, limits, secrets: [], maxRedirects: 0 })
  const baseUrl = `http://127.0.0.1:${port}/v1`
  const response = await guarded(`${baseUrl}/models`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const entries = Answer.parse(await response.json()).data ?? []
  const owner = entries.find(({ owned_by }) => owned_by && owned_by in OWNERS)?.owned_by
  return {
    kind: 'openai-compatible',
    name: (owner && OWNERS[owner]) ?? PORTS[port] ?? `127.0.0.1:${port}`,
    baseUrl,
    models: entries.map(({ id }) => id),
  }
}
