import type { ForeignMessage } from './foreign'

/** Messages that follow each other: each is the child of the one before it. */
export function linear(messages: ForeignMessage[]): ForeignMessage[] {
  return messages.map((message, index) => ({
    ...message,
    parentId: messages[index - 1]?.id ?? null,
  }))
}
