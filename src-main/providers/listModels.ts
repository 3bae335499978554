import * as z from 'zod'
import type { Model } from '@contract/entities'
import { AppError } from '../errors'
import { answeredFailure, networkFailure } from './failures'
import { ANSWER_LIMITS, guardedFetch } from './guardedFetch'
import type { ProviderConfig } from './provider'
import { talkTo, type Deps } from './sdk'

export const ModelName = z.string().trim().min(1).max(500)

/** More than any server has; OpenRouter lists some hundred. */
const MOST = 5_000

interface Listing {
  headers: Record<string, string>
  /** The list inside the answer, or undefined when there is none. */
  read: (body: unknown) => unknown[] | undefined
  /** One entry as a model; null leaves it out. */
  toModel: (entry: unknown) => Model | null
  address: string
  config: ProviderConfig
  signal: AbortSignal
  deps: Deps
}

/** Asks a server what it offers, each name once. Throws `provider_no_models` when that is nothing. */
export async function listModels(url: string, listing: Listing): Promise<Model[]> {
  const { address, config, signal, deps } = listing
  const talk = talkTo(address, config)
  const limits = { ...ANSWER_LIMITS, ...deps.limits }
  const fetch = guardedFetch({ fetch: deps.fetch, limits, secrets: talk.secrets })
  const headers = { accept: 'application/json', ...listing.headers }
  const text = await read(fetch, url, headers, signal).catch((error: unknown) => {
    if (signal.aborted)
      throw outOfTime(signal)
        ? new AppError('provider_timed_out', undefined, { host: talk.host })
        : error
    throw networkFailure(error, 'body', talk)
  })
  const body = parse(text)
  const entries = listing.read(body)
  if (!entries) throw answeredFailure(body ?? text, talk, 'provider_bad_response')
  const models = new Map<string, Model>()
  for (const entry of entries.slice(0, MOST)) {
    const model = listing.toModel(entry)
    if (model) models.set(model.name, model)
  }
  if (models.size === 0) throw new AppError('provider_no_models', undefined, { host: talk.host })
  return [...models.values()]
}

async function read(
  fetch: Deps['fetch'],
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(url, { headers, signal })
  return response.text()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A caller's own time limit is a failure to tell; a plain abort is not. */
function outOfTime({ reason }: AbortSignal): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
}
