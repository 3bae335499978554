import type { Message, Part, Provider } from '@contract/entities'
import type { Failure } from '@contract/errors'
import { createProvider } from '../../../src-main/providers/create'
import type { ChatProvider, ProviderPart, TurnRequest } from '../../../src-main/providers/provider'
import type { Deps } from '../../../src-main/providers/sdk'
import { toFailure } from '../../../src-main/errors'

export const KINDS = ['openai-compatible', 'anthropic', 'google'] as const
export const MODEL = {
  'openai-compatible': 'some-model',
  anthropic: 'claude-some',
  google: 'gemini-some',
  guide: 'guide',
}
/** A key that must not turn up anywhere. */
export const KEY = 'sk-TEST-NEEDLE-0123456789'

export function provider(
  baseUrl: string,
  { kind = 'openai-compatible', deps = {} }: { kind?: Provider['kind']; deps?: Partial<Deps> } = {},
): ChatProvider {
  return createProvider(
    { kind, baseUrl, headers: {}, key: KEY },
    { fetch: globalThis.fetch, ...deps, limits: { retryMs: 10, ...deps.limits } },
  )
}

export function message(role: Message['role'], ...parts: (Part | string)[]): Message {
  return {
    seq: 1,
    id: '0190a000-0000-7000-8000-000000000001',
    conversationId: '0190a000-0000-7000-8000-000000000002',
    parentId: null,
    role,
    status: 'complete',
    parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
    model: null,
    providerId: null,
    usage: null,
    timings: null,
    rating: null,
    createdAt: 0,
    updatedAt: 0,
    deletedAt: null,
    source: null,
  }
}

export function request(more: Partial<TurnRequest> = {}): TurnRequest {
  return {
    model: 'some-model',
    instructions: '',
    messages: [message('user', 'hello')],
    parameters: {},
    continuing: false,
    ...more,
  }
}

export interface Reply {
  text: string
  reasoning: string
  parts: ProviderPart[]
  failure: Failure | null
}

/** Everything that a stream gave, and how it ended. */
export async function collect(
  chat: ChatProvider,
  asked: TurnRequest = request(),
  signal = new AbortController().signal,
): Promise<Reply> {
  const reply: Reply = { text: '', reasoning: '', parts: [], failure: null }
  try {
    for await (const part of chat.stream(asked, signal)) {
      reply.parts.push(part)
      if (part.type === 'text') reply.text += part.text
      if (part.type === 'reasoning') reply.reasoning += part.text
    }
  } catch (error) {
    reply.failure = toFailure(error)
  }
  return reply
}
