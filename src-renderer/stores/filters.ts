import type { Conversation } from '@contract/entities'
import type { ConversationCursor, ConversationFilter, Project } from '@contract/library'
import { isWithin } from './projectTree'

export const allChats: ConversationFilter = {
  shown: 'active',
  projectId: null,
  tagId: null,
  sort: 'activity',
}

export const inTrash: ConversationFilter = { ...allChats, shown: 'trash' }

/** Under which a list is kept. */
export function keyOf({ shown, projectId, tagId, sort }: ConversationFilter) {
  return `${shown} ${projectId} ${tagId} ${sort}`
}

/** Whether a list with this filter shows the conversation. */
export function belongsTo(
  { shown, projectId, tagId }: ConversationFilter,
  conversation: Conversation,
  projects: Readonly<Record<string, Project>>,
) {
  const deleted = conversation.deletedAt !== null
  if (deleted !== (shown === 'trash')) return false
  if (!deleted && conversation.archived !== (shown === 'archived')) return false
  if (tagId !== null && !conversation.tagIds.includes(tagId)) return false
  return projectId === null || isWithin(projects, conversation.projectId, projectId)
}

/** Where a conversation stands in a list with this filter. */
export function cursorOf(
  conversation: Conversation,
  { shown, sort }: ConversationFilter,
): ConversationCursor {
  const { pinned, seq, title, createdAt, updatedAt, deletedAt } = conversation
  if (shown === 'trash') return { pinned: false, key: deletedAt ?? 0, seq }
  return { pinned, key: { activity: updatedAt, created: createdAt, title }[sort], seq }
}

/** The order in which main pages a list with this filter. */
export function inOrder({ shown, sort }: ConversationFilter) {
  const byTitle = shown !== 'trash' && sort === 'title'
  const pinnedFirst = shown !== 'trash'
  return (a: ConversationCursor, b: ConversationCursor) =>
    (pinnedFirst ? Number(b.pinned) - Number(a.pinned) : 0) ||
    (byTitle ? inTitleOrder(String(a.key), String(b.key)) : Number(b.key) - Number(a.key)) ||
    (byTitle ? a.seq - b.seq : b.seq - a.seq)
}

/** As SQLite's NOCASE compares: only A to Z are folded, then by code point. */
function inTitleOrder(a: string, b: string) {
  const one = [...folded(a)]
  const other = [...folded(b)]
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const difference = (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

function folded(title: string) {
  return title.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
