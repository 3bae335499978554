import { setTimeout as wait } from 'node:timers/promises'
import type { Message, Part, Usage } from '@contract/entities'
import type { ErrorCode } from '@contract/errors'
import type { Chunk, Ending } from '../db/chunks'
import { toFailure } from '../errors'
import type { ProviderPart } from '../providers/provider'
import type { Context } from './context'

/** What a crash may cost: text that arrived within this time, or within this many UTF-16 units. */
const FLUSH_AFTER_MS = 100
const FLUSH_AFTER_UNITS = 2048
/** How long after a failed write the next one is tried. */
const RETRY_AFTER_MS = 1000

export interface Reply {
  add(part: ProviderPart): void
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

  function add(part: ProviderPart): void {
    if (part.type === 'usage') {
      usage = { ...usage, ...part.usage }
      return
    }
    firstToken ??= context.now() - started
    if (part.type === 'text' || part.type === 'reasoning') addText(part.type, part.text)
    else addWhole(part)
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

  function schedule(units: number): void {
    pendingUnits += units
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
      await untilWritten(context, () => context.write.chunks.append(message.id, chunks))
      await tell(chunks)
    })
    return flushing
  }

  async function tell(chunks: Chunk[]): Promise<void> {
    const { id, conversationId } = message
    for (const { type, ...piece } of chunks) {
      if (type === 'json') {
        await tellWhole(id)
      } else {
        context.publish('message.appended', { id, conversationId, type, ...piece })
      }
    }
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
    const timings = { firstToken, total: context.now() - started }
    const durations = [...reasoning].map(([part, { from, to }]) => [part, to - from] as const)
    const ending = { status, added, usage, timings, durations, now: context.now() }
    return untilWritten(context, () => context.write.chunks.fold(message.id, ending))
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
async function untilWritten<T>(context: Context, write: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const written = await write()
      if (tries > 0) context.reportStorage(null)
      return written
    } catch (error) {
      const failure = toFailure(error)
      if (!PASSING.has(failure.code)) throw error
      context.reportStorage(failure)
      await wait(RETRY_AFTER_MS)
    }
  }
}
