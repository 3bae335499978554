import type { Message } from '@contract/entities'
import type { Events } from '@contract/events'
import type { Call } from '../api'
import type { createMeanwhile } from './meanwhile'

type Appended = Events['message.appended']

/** The message with the text joined to it, or null when text before it is missing here. */
function withAppended(message: Message, appended: Appended): Message | null {
  const { part: at, type, offset, text } = appended
  const part = message.parts[at]
  if (!part) {
    if (offset !== 0 || at !== message.parts.length) return null
    return { ...message, parts: [...message.parts, { type, text }] }
  }
  if ((part.type !== 'text' && part.type !== 'reasoning') || part.text.length < offset) return null
  // A message that was read again may already hold what was appended before it was read.
  const present = part.text.slice(offset, offset + text.length)
  if (!text.startsWith(present)) return null
  if (present.length === text.length) return message
  const parts = message.parts.with(at, { ...part, text: part.text + text.slice(present.length) })
  return { ...message, parts }
}

interface Held {
  get: (id: string) => Message | undefined
  put: (message: Message) => void
  meanwhile: ReturnType<typeof createMeanwhile<Message>>
}

/** Joins arriving text to the messages held here; one that has a gap is read again, once at a time. */
export function createAppender(ask: Call, held: Held) {
  /** What arrives for a message while it is being read again. */
  const arrived = new Map<string, Appended[]>()

  async function readAgain(appended: Appended) {
    arrived.set(appended.id, [appended])
    const { id } = appended
    const { answer, told } = await held.meanwhile.during(() => ask('messages.get', { id }))
    const waiting = arrived.get(appended.id) ?? []
    arrived.delete(appended.id)
    if (!answer.ok) return
    const read = told.get(id) ?? answer.value
    held.put(waiting.reduce((whole, each) => withAppended(whole, each) ?? whole, read))
  }

  return (appended: Appended) => {
    const message = held.get(appended.id)
    if (!message) return
    const waiting = arrived.get(appended.id)
    if (waiting) {
      waiting.push(appended)
      return
    }
    const longer = withAppended(message, appended)
    if (!longer) void readAgain(appended)
    else if (longer !== message) held.put(longer)
  }
}
