import { type ImportRun, type Settled, sizeOf } from '../db/importWrite'
import type { Writes } from '../db/queries'
import { type ImportReport, leaveOut } from './importReport'

/** What is written together: some tens of milliseconds, for which a reply that streams has to wait. */
const MOST = { messages: 500, characters: 1_000_000 }

/** Batches that are on their way at once, so that the writer has the next as soon as it is done with one. */
const AHEAD = 2

/** Conversations on their way to the writer, which writes some while others are read. */
export interface Batches {
  /** Whether a conversation is among them: what is known of it in the history is not all. */
  has(key: Pick<Settled, 'format' | 'key'>): boolean
  add(conversation: Settled): Promise<void>
  /** Waits until all are written. */
  drain(): Promise<void>
}

/** What a batch fails with is thrown by what comes next, and none is sent any more. */
export function openBatches(
  write: Writes['importRuns'],
  run: ImportRun,
  report: ImportReport,
): Batches {
  let batch: Settled[] = []
  let size = { messages: 0, characters: 0 }
  const sent = new Set<Promise<void>>()
  const inHand = new Set<string>()
  const failures: unknown[] = []
  const keyOf = ({ format, key }: Pick<Settled, 'format' | 'key'>) => `${format} ${key}`

  async function writeAll(all: Settled[]): Promise<void> {
    for (let rest = all; rest.length > 0;) {
      const { done, gone } = await write.write(run, rest)
      for (const index of gone) leaveOut(report, rest[index])
      rest = rest.slice(done)
    }
    for (const each of all) inHand.delete(keyOf(each))
  }

  async function untilFewer(most: number): Promise<void> {
    while (sent.size >= most) await Promise.race(sent)
    if (failures.length > 0) throw failures[0]
  }

  async function flush(): Promise<void> {
    await untilFewer(AHEAD)
    if (batch.length === 0) return
    const sending = writeAll(batch)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => sent.delete(sending))
    sent.add(sending)
    batch = []
    size = { messages: 0, characters: 0 }
  }

  return {
    has: (wanted) => inHand.has(keyOf(wanted)),
    async add(conversation) {
      batch.push(conversation)
      inHand.add(keyOf(conversation))
      size.messages += sizeOf(conversation)
      for (const value of conversation.messages) {
        if (typeof value === 'string') size.characters += value.length
      }
      // One with files is not held any longer: what was read of it is as large as they are.
      const hasFiles = conversation.files.length > 0
      const isEnough = size.messages >= MOST.messages || size.characters >= MOST.characters
      if (hasFiles || isEnough || batch.length >= MOST.messages) await flush()
    },
    async drain() {
      await flush()
      await untilFewer(1)
    },
  }
}
