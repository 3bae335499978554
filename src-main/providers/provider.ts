import type { Id, Message, Model, Parameters, Part, Provider, Usage } from '@contract/entities'

/**
 * What is asked of a model: the visible branch in order, the last message being the user's, or, when
 * `continuing`, the unfinished reply that is to go on where it ends.
 */
export interface TurnRequest {
  model: string
  instructions: string
  messages: Message[]
  /** What is sent of their files; one that is not in it is not sent. */
  files?: ReadonlyMap<Id, SentFile>
  parameters: Parameters
  continuing: boolean
}

/** A file as a model is given it: its text, or the bytes of a picture or a document. */
export type SentFile =
  | { name: string; text: string }
  | { name: string; mediaType: string; bytes: Uint8Array }

/** A piece of a reply as it arrives; text and reasoning are to be joined to what came before. */
export type ProviderPart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | Extract<Part, { type: 'tool_call' | 'tool_result' | 'citation' }>
  | { type: 'usage'; usage: Usage }

/**
 * A model server. Both functions reject with an `AppError` whose code is `provider_*` and end at
 * once, without one, when `signal` aborts.
 */
export interface ChatProvider {
  stream(request: TurnRequest, signal: AbortSignal): AsyncIterable<ProviderPart>
  models(signal: AbortSignal): Promise<Model[]>
}

/** How to reach a server. */
export type ProviderConfig = Pick<Provider, 'kind' | 'baseUrl' | 'headers'> & { key: string | null }

export type Fetch = typeof globalThis.fetch
