import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openRandom, type Random } from './random'
import { openWriter } from './text'
import { openWords } from './words'

/** Another one says that what is kept under the former one is of no use. */
export const EXPORT_VERSION = 1

/** Texts that are made once; each message has one of them, and words of its own. */
const POOL = 20_000
const START = Date.UTC(2023, 0) / 1000

/** Writes a `conversations.json` as ChatGPT exports it, of about so many bytes, without ever holding it. */
export async function writeChatgptExport(file: string, bytes: number): Promise<void> {
  await pipeline(Readable.from(pieces(bytes)), createWriteStream(file))
}

function* pieces(bytes: number): Generator<Buffer> {
  const random = openRandom(11)
  const words = openWords(random)
  const writer = openWriter(random, words)
  const texts = (next: (isIdeographic: boolean) => string) =>
    Array.from({ length: POOL }, () => next(random.chance(0.05)))
  const [questions, replies] = [texts(writer.question), texts(writer.reply)]
  const own = () => `${words.word()} ${words.word()} ${words.oddity()}`
  const text = (isReply: boolean) => `${own()}. ${random.pick(isReply ? replies : questions)}`

  let written = 0
  for (let chat = 0; written < bytes; chat += 1) {
    const json = JSON.stringify(conversation(random, chat, writer.title(), text))
    const piece = Buffer.from(`${chat === 0 ? '[' : ','}${json}`)
    written += piece.length
    yield piece
  }
  yield Buffer.from(']')
}

function conversation(
  random: Random,
  chat: number,
  title: string,
  text: (isReply: boolean) => string,
) {
  const began = START + chat * 3600
  const id = uuid(random)
  const mapping: Record<string, object> = {}
  let parent: string | null = uuid(random)
  mapping[parent] = { id: parent, message: null, parent: null, children: [] as string[] }
  const count = 2 * random.between(2, 60)
  const ids = Array.from({ length: count }, () => uuid(random))
  mapping[parent] = { id: parent, message: null, parent: null, children: [ids[0]] }
  for (const [at, node] of ids.entries()) {
    const isReply = at % 2 === 1
    const next = ids[at + 1]
    mapping[node] = {
      id: node,
      message: message(node, began + at * 20, isReply, text(isReply)),
      parent,
      children: next ? [next] : [],
    }
    parent = node
  }
  return {
    title,
    create_time: began,
    update_time: began + count * 20,
    mapping,
    moderation_results: [],
    current_node: parent,
    conversation_id: id,
    is_archived: false,
    default_model_slug: 'made-up-8b',
    id,
  }
}

function message(id: string, time: number, isReply: boolean, text: string) {
  return {
    id,
    author: { role: isReply ? 'assistant' : 'user', name: null, metadata: {} },
    create_time: time + 0.123456,
    update_time: null,
    content: { content_type: 'text', parts: [text] },
    status: 'finished_successfully',
    end_turn: isReply ? true : null,
    weight: 1,
    metadata: isReply ? { model_slug: 'made-up-8b', finish_details: { type: 'stop' } } : {},
    recipient: 'all',
    channel: null,
  }
}

function uuid(random: Random): string {
  const hex = (digits: number) =>
    random
      .below(16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`
}
