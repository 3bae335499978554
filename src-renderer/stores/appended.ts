import type { Message } from '@contract/entities'
import type { Events } from '@contract/events'

export type Appended = Events['message.appended']

/** The message with the text joined to it, or null when text before it is missing here. */
export function withAppended(message: Message, appended: Appended): Message | null {
  const part = message.parts[appended.part]
  if (!part) {
    if (appended.offset !== 0 || appended.part !== message.parts.length) return null
    return { ...message, parts: [...message.parts, { type: appended.type, text: appended.text }] }
  }
  if (part.type !== 'text' && part.type !== 'reasoning') return null
  if (part.text.length < appended.offset) return null
  // A message read again already holds what was appended before it was read.
  const overlap = part.text.length - appended.offset
  if (
    !appended.text.startsWith(
      part.text.slice(appended.offset, appended.offset + appended.text.length),
    )
  )
    return null
  if (overlap >= appended.text.length) return message
  const parts = [...message.parts]
  parts[appended.part] = { ...part, text: part.text + appended.text.slice(overlap) }
  return { ...message, parts }
}
