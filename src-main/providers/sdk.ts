import { setTimeout as wait } from 'node:timers/promises'
import type { wrapLanguageModel } from 'ai'
import * as z from 'zod'
import type { Parameters as ModelParameters } from '@contract/entities'
import { AppError } from '../errors'
import { answeredFailure, findAppError, short, type Talk } from './failures'
import { guardedFetch, readyToAsk, STREAM_LIMITS, type Limits } from './guardedFetch'
import type { Watch } from './guardedBody'
import { endsWithSpace, toPrompt, type ContinueBy } from './prompt'
import type { Fetch, ProviderConfig, ProviderPart, TurnRequest } from './provider'
import { createThinkSplitter } from './think'

/** A model of the AI SDK, whoever made it. */
export type SdkModel = ReturnType<typeof wrapLanguageModel>
export type SdkPrompt = Parameters<SdkModel['doStream']>[0]['prompt']
type SdkPart =
  Awaited<ReturnType<SdkModel['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never

export interface Deps {
  fetch: Fetch
  /** For tests, and for settings that may come. */
  limits?: Partial<Limits>
}

/** What one kind adds to the stream they all share. */
export interface SdkKind {
  /** The model, which must use this fetch and no other. */
  model: (fetch: Fetch) => SdkModel
  continueBy: ContinueBy
  address: string
  config: ProviderConfig
}

const ATTEMPTS = 3
const LONGEST_WAIT_SECONDS = 10

/** One reply. Text that arrived is yielded before the failure that ended it is thrown. */
export async function* streamBySdk(
  kind: SdkKind,
  request: TurnRequest,
  signal: AbortSignal,
  deps: Deps,
): AsyncGenerator<ProviderPart> {
  const limits = { ...STREAM_LIMITS, ...deps.limits }
  const talk = talkTo(kind.address, kind.config)
  const watch: Watch = { done: false, failure: null }
  const fetch = guardedFetch({ fetch: deps.fetch, limits, secrets: talk.secrets, watch })
  try {
    const opened = await open(kind, request, signal, fetch, limits)
    const dropSpace = opened.continueBy === 'prefill' && endsWithSpace(request)
    yield* readParts(opened.stream, watch, talk, dropSpace)
  } catch (error) {
    if (signal.aborted) return
    throw findAppError(error) ?? unexpected(error, talk)
  }
}

export function talkTo(address: string, config: ProviderConfig): Talk {
  const secrets = [config.key ?? '', ...Object.values(config.headers)].filter(Boolean)
  return { host: new URL(address).host, secrets }
}

/**
 * Asks until an answer begins. Only a server that said it was too busy is asked again, and a prefill
 * it does not want is replaced by an instruction; once bytes came, nothing is sent twice.
 */
async function open(
  kind: SdkKind,
  request: TurnRequest,
  signal: AbortSignal,
  fetch: Fetch,
  limits: Limits,
) {
  let { continueBy } = kind
  for (let attempt = 1; ; attempt++) {
    try {
      const prompt = toPrompt(request, continueBy)
      // A long conversation takes some milliseconds in each step, and windows wait for this thread.
      await readyToAsk()
      const { stream } = await kind.model(fetch).doStream({
        prompt,
        abortSignal: signal,
        ...toOptions(request.parameters),
      })
      return { stream, continueBy }
    } catch (error) {
      const failure = findAppError(error)?.failure
      if (!failure || signal.aborted) throw error
      if (
        failure.code === 'provider_bad_request' &&
        request.continuing &&
        continueBy === 'prefill'
      ) {
        continueBy = 'instruction'
        continue
      }
      const seconds = busySeconds(failure.values, attempt, limits.retryMs)
      if (seconds === null || attempt >= ATTEMPTS) throw error
      await wait(seconds * 1_000, undefined, { signal })
    }
  }
}

/** How long to wait before asking again; null when that makes no sense or takes too long. */
function busySeconds(
  values: Record<string, string | number> | undefined,
  attempt: number,
  ms: number,
) {
  if (![429, 503, 529].includes(Number(values?.status))) return null
  const asked = values?.retryAfter
  if (typeof asked === 'number') return asked <= LONGEST_WAIT_SECONDS ? asked : null
  return ((ms * 2 ** (attempt - 1)) / 1_000) * (1 + Math.random() / 2)
}

async function* readParts(
  stream: ReadableStream<SdkPart>,
  watch: Watch,
  talk: Talk,
  dropSpace: boolean,
): AsyncGenerator<ProviderPart> {
  const think = createThinkSplitter()
  const reader = stream.getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (value.type === 'text-delta') {
        const text = dropSpace ? value.delta.trimStart() : value.delta
        if (text) dropSpace = false
        yield* think.push(text)
      } else if (value.type === 'error') {
        const failure = errorPart(value.error, talk)
        if (!failure) continue
        yield* think.flush()
        throw failure
      } else {
        if (value.type === 'finish') {
          finished = value.finishReason.raw !== undefined
          yield* think.flush()
        }
        const part = toPart(value)
        if (part) yield part
      }
    }
    yield* think.flush()
  } finally {
    reader.cancel().catch(() => {})
  }
  if (finished || watch.done) return
  throw watch.failure ?? new AppError('provider_cut_off', undefined, { host: talk.host })
}

function toPart(part: SdkPart): ProviderPart | null {
  if (part.type === 'reasoning-delta') {
    return part.delta ? { type: 'reasoning', text: part.delta } : null
  }
  if (part.type === 'tool-call') {
    const { toolCallId: callId, toolName: name } = part
    return { type: 'tool_call', callId, name, input: parseInput(part.input) }
  }
  if (part.type === 'source' && part.sourceType === 'url') {
    return { type: 'citation', url: part.url, ...(part.title && { title: part.title }) }
  }
  if (part.type !== 'finish') return null
  const { inputTokens, outputTokens } = part.usage
  const usage = {
    ...(inputTokens.total !== undefined && { inputTokens: inputTokens.total }),
    ...(outputTokens.total !== undefined && { outputTokens: outputTokens.total }),
    ...(outputTokens.reasoning !== undefined && { reasoningTokens: outputTokens.reasoning }),
  }
  return Object.keys(usage).length > 0 ? { type: 'usage', usage } : null
}

/** What a model wrote as a tool's input; where it is no JSON, as it came. */
function parseInput(input: string) {
  try {
    return z.json().parse(JSON.parse(input))
  } catch {
    return input
  }
}

function toOptions({ temperature, maxTokens, topP, stop, seed }: ModelParameters) {
  return { temperature, maxOutputTokens: maxTokens, topP, stopSequences: stop, seed }
}

/** An event that could not be used: null when it is one that we merely do not know. */
function errorPart(error: unknown, talk: Talk): AppError | null {
  const known = findAppError(error)
  if (known) return known
  if (!(error instanceof Error)) return answeredFailure(error, talk)
  // The end without a reason is judged when the stream is over.
  if (error.name === 'AI_InvalidResponseDataError') return null
  if (error.name === 'AI_TypeValidationError' && 'value' in error) {
    return saysError(error.value) ? answeredFailure(error.value, talk) : null
  }
  return unexpected(error, talk)
}

function saysError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const isChunk = 'choices' in value || 'candidates' in value
  return ('error' in value && Boolean(value.error)) || (!isChunk && 'detail' in value)
}

/** What the SDK itself stumbled over: the answer, not the network. The log shows it as the cause. */
function unexpected(error: unknown, talk: Talk): AppError {
  const body = field(error, 'responseBody')
  if (body) return answeredFailure(body, talk)
  const words = field(error, 'text') ?? (error instanceof Error ? error.message : String(error))
  const detail = short(words.slice(0, 200), talk)
  const failure = new AppError('provider_bad_response', detail, { host: talk.host })
  failure.cause = error
  return failure
}

function field(error: unknown, name: string): string | null {
  const value = error instanceof Error ? new Map(Object.entries(error)).get(name) : null
  return typeof value === 'string' ? value : null
}
