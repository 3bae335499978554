import { setTimeout as wait } from 'node:timers/promises'
import type { Message, Part, Usage } from '@contract/entities'
import type { ErrorCode } from '@contract/errors'
import type { Chunk, Ending } from '../db/chunks'
import { AppError, toFailure } from '../errors'
import type { ProviderPart } from '../providers/provider'
import type { Context } from './context'

/** What a crash may cost: text that arrived within this time, or within this many UTF-16 units. */
const FLUSH_AFTER_MS = 120
const FLUSH_AFTER_UNITS = 2048
/** How long after a failed write the next one is tried. */
const RETRY_AFTER_MS = 1000

/** More text than this waits for the disk, and the server with it. */
const BACKLOG_UNITS = 64 * 1024
/** How often a window is told of text at most, however fast it arrives. */
const TELL_EVERY_MS = 50
/** About two million tokens: what goes on for longer has gone wrong. */
const LONGEST_REPLY_UNITS = 8 * 1024 * 1024

export interface Reply {
  /** Resolves when there is room for more. Throws `provider_too_large` for a reply without an end. */
  add(part: ProviderPart): Promise<void>
  /** Saves the rest and ends the message; goes on trying while the disk refuses. */
  end(status: Ending['status'], added: Part[]): Promise<Message>
}

/**
 * Takes the parts of one reply as they arrive and puts them on disk in small appends. A window is
 * told of a piece only after it was written. While the disk refuses, the text waits in memory.
 */
export function openReply(context: Context, message: Message): Reply {
  const started = context.now()
  let firstToken: number | undefined
  let usage: Usage | null = null
  const reasoning = new Map<number, { from: number; to: number }>()

  let partIndex = message.parts.length - 1
  const last = message.parts.at(-1)
  let current = last?.type === 'text' ? { type: last.type, length: last.text.length } : null
  // Half of a character cannot be stored: it waits for its other half.
  let half = { type: 'text', text: '' }

  let pending: Chunk[] = []
  let pendingUnits = 0
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> = Promise.resolve()
  let units = 0
  let refused = false

  let untold: Chunk[] = []
  let telling: NodeJS.Timeout | undefined
  let toldAt = 0

  async function add(part: ProviderPart): Promise<void> {
    if (part.type === 'usage') {
      usage = { ...usage, ...part.usage }
      return
    }
    firstToken ??= context.now() - started
    if (part.type === 'text' || part.type === 'reasoning') addText(part.type, part.text)
    else addWhole(part)
    if (units > LONGEST_REPLY_UNITS) throw new AppError('provider_too_large')
    // A disk that refuses is not waited for: the text stays in memory until it takes it.
    if (pendingUnits > BACKLOG_UNITS && !refused) await flush()
  }

  function addText(type: 'text' | 'reasoning', arrived: string): void {
    const whole = half.type === type ? half.text + arrived : arrived
    half = { type, text: /[\ud800-\udbff]$/.exec(whole)?.[0] ?? '' }
    const text = whole.slice(0, whole.length - half.text.length)
    // A part begins with its first text: an empty one would leave a gap in the numbering.
    if (text === '') return
    if (current?.type !== type) beginPart(type)
    if (!current) return
    const previous = pending.at(-1)
    if (previous?.part === partIndex) previous.text += text
    else pending.push({ part: partIndex, offset: current.length, type, text })
    current.length += text.length
    if (type === 'reasoning') extendReasoning()
    schedule(text.length)
  }

  function addWhole(part: Part): void {
    beginPart(null)
    pending.push({ part: partIndex, offset: 0, type: 'json', text: JSON.stringify(part) })
    schedule(FLUSH_AFTER_UNITS)
  }

  function beginPart(type: 'text' | 'reasoning' | null): void {
    partIndex += 1
    current = type && { type: type as 'text', length: 0 }
  }

  function extendReasoning(): void {
    const now = context.now()
    reasoning.set(partIndex, { from: reasoning.get(partIndex)?.from ?? now, to: now })
  }

  function schedule(added: number): void {
    units += added
    pendingUnits += added
    if (pendingUnits >= FLUSH_AFTER_UNITS) void flush()
    else timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS)
  }

  /** One write at a time, in order. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    flushing = flushing.then(async () => {
      if (pending.length === 0) return
      const chunks = pending
      pending = []
      pendingUnits = 0
      await write(() => context.write.chunks.append(message.id, chunks))
      for (const chunk of chunks) await tell(chunk)
    })
    return flushing
  }

  function write<T>(work: () => Promise<T>): Promise<T> {
    return untilWritten(context, work, (failed) => (refused = failed))
  }

  async function tell(chunk: Chunk): Promise<void> {
    if (chunk.type === 'json') {
      tellNow()
      await tellWhole(message.id)
      return
    }
    const before = untold.at(-1)
    if (before?.part === chunk.part) before.text += chunk.text
    else untold.push({ ...chunk })
    const wait = toldAt + TELL_EVERY_MS - performance.now()
    if (wait <= 0) tellNow()
    else telling ??= setTimeout(tellNow, wait)
  }

  function tellNow(): void {
    clearTimeout(telling)
    telling = undefined
    toldAt = performance.now()
    const { id, conversationId } = message
    for (const { type, ...piece } of untold) {
      if (type !== 'json') {
        context.publish('message.appended', { id, conversationId, type, ...piece })
      }
    }
    untold = []
  }

  /** A window that misses this catches up at the end of the reply. */
  async function tellWhole(id: Message['id']): Promise<void> {
    try {
      context.publish('message.saved', await context.read.messages.get(id))
    } catch (error) {
      context.log.warn('a part could not be shown', { replyId: id, error })
    }
  }

  async function end(status: Ending['status'], added: Part[]): Promise<Message> {
    await flush()
    tellNow()
    const timings = { firstToken, total: context.now() - started }
    const durations = [...reasoning].map(([part, { from, to }]) => [part, to - from] as const)
    const ending = { status, added, usage, timings, durations, now: context.now() }
    return write(() => context.write.chunks.fold(message.id, ending))
  }

  return { add, end }
}

/** What may pass by itself, or by what the user does about it; all else fails again and again. */
const PASSING = new Set<ErrorCode>([
  'database_busy',
  'database_damaged',
  'database_missing',
  'database_restarted',
  'disk_error',
  'disk_full',
  'read_only',
])

/**
 * Repeats a write until it is done: both writes of a reply may be repeated, because a chunk that is
 * there is not added again, and a reply that has ended does not end twice.
 */
async function untilWritten<T>(
  context: Context,
  write: () => Promise<T>,
  onOutcome: (failed: boolean) => void,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const written = await write()
      onOutcome(false)
      if (tries > 0) context.reportStorage(null)
      return written
    } catch (error) {
      const failure = toFailure(error)
      if (!PASSING.has(failure.code)) throw error
      onOutcome(true)
      context.reportStorage(failure)
      await wait(RETRY_AFTER_MS)
    }
  }
}
