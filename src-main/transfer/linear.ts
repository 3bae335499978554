import type { ForeignMessage } from './foreign'

/** Messages that follow each other: each is the child of the one before it, whatever ids they repeat. */
export function linear(messages: ForeignMessage[]): ForeignMessage[] {
  const uses = new Map<string, number>()
  let parentId: string | null = null
  return messages.map((message, index): ForeignMessage => {
    const id = message.id || `#${index}`
    const use = (uses.get(id) ?? 0) + 1
    uses.set(id, use)
    const placed = { ...message, id: use === 1 ? id : `${id}#${use}`, parentId }
    parentId = placed.id
    return placed
  })
}
