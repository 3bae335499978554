import type { ImportRun, Settled } from '../db/importWrite'
import type { Writes } from '../db/queries'
import { type ImportReport, leaveOut } from './importReport'

/** What is written together: some tens of milliseconds, for which a reply that streams has to wait. */
const MOST = { messages: 500, characters: 1_000_000 }

/** Conversations on their way to the writer, which writes one batch while the next is read. */
export interface Batches {
  /** Whether a conversation is among them: what is known of it in the history is not all. */
  has(key: Pick<Settled, 'format' | 'key'>): boolean
  add(conversation: Settled): Promise<void>
  /** Waits until all are written. */
  drain(): Promise<void>
}

/** What a batch fails with is thrown by what comes next. */
export function openBatches(
  write: Writes['importRuns'],
  run: ImportRun,
  report: ImportReport,
): Batches {
  let batch: Settled[] = []
  let size = { messages: 0, characters: 0 }
  let written = Promise.resolve()
  let inHand = new Set<string>()
  const keyOf = ({ format, key }: Pick<Settled, 'format' | 'key'>) => `${format} ${key}`

  async function send(all: Settled[]): Promise<void> {
    for (let rest = all; rest.length > 0;) {
      const { done, gone } = await write.write(run, rest)
      for (const index of gone) leaveOut(report, rest[index])
      rest = rest.slice(done)
    }
  }

  async function flush(): Promise<void> {
    await written
    if (batch.length === 0) return
    written = send(batch)
    // Heard of when it is waited for.
    written.catch(() => undefined)
    inHand = new Set(batch.map(keyOf))
    batch = []
    size = { messages: 0, characters: 0 }
  }

  return {
    has: (wanted) =>
      inHand.has(keyOf(wanted)) || batch.some((each) => keyOf(each) === keyOf(wanted)),
    async add(conversation) {
      batch.push(conversation)
      size.messages += conversation.messages.length
      for (const row of conversation.messages) {
        for (const value of row) if (typeof value === 'string') size.characters += value.length
      }
      // One with files is not held any longer: what was read of it is as large as they are.
      const hasFiles = conversation.files.length > 0
      const isEnough = size.messages >= MOST.messages || size.characters >= MOST.characters
      if (hasFiles || isEnough || batch.length >= MOST.messages) await flush()
    },
    async drain() {
      await flush()
      await written
    },
  }
}
