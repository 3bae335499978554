import { createHash } from 'node:crypto'
import type { attachments } from '../../../src-main/db/schema/chat'
import { type Random, uuidv7 } from './random'
import type { Writer } from './text'

/** A file that a message has, and what is in it. */
export interface File {
  row: typeof attachments.$inferInsert
  content: Buffer
  messageId: string
}

/** The least picture there is; what follows its end no program minds. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** So many contents are remembered, to be attached once more. */
const REMEMBERED = 200

/** Answers files as people attach them: small, and some of them more than once. */
export function openFiles(random: Random, writer: Writer) {
  const former: Pick<File['row'], 'name' | 'mediaType' | 'extractedText'>[] = []

  function fresh(): (typeof former)[number] {
    const kind = random.next()
    const base = writer.name().replace(' ', '-')
    if (kind < 0.4) return { name: `${base}.png`, mediaType: 'image/png' }
    const [ending, mediaType] = kind < 0.7 ? ['txt', 'text/plain'] : ['csv', 'text/csv']
    return { name: `${base}.${ending}`, mediaType, extractedText: writer.notes() }
  }

  return (messageId: string, time: number): File => {
    const about = former.length > 0 && random.chance(0.3) ? random.pick(former) : fresh()
    if (former.length < REMEMBERED) former.push(about)
    const content = about.extractedText
      ? Buffer.from(about.extractedText)
      : Buffer.concat([PIXEL, Buffer.from(about.name)])
    const sha256 = createHash('sha256').update(content).digest('hex')
    const row = { ...about, id: uuidv7(random, time), sha256, bytes: content.length }
    return { messageId, content, row: { ...row, createdAt: time } }
  }
}
