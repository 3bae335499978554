import type { Conversation } from '@contract/entities'

type Cursor = Pick<Conversation, 'pinned' | 'updatedAt' | 'seq'>

/** A list of conversations as far as it has been read; `next` is null at its end. */
export interface Page {
  ids: readonly string[]
  next: Cursor | null
  loaded: boolean
}

export const emptyPage: Page = { ids: [], next: null, loaded: false }

/** Pinned first, then by last activity, then by creation: the order in which main pages the list. */
export function inListOrder(a: Cursor, b: Cursor) {
  return Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt || b.seq - a.seq
}

/** Puts a conversation where it now belongs, or nowhere when that lies beyond what has been read. */
export function place(
  page: Page,
  byId: Readonly<Record<string, Conversation>>,
  conversation: Conversation,
  belongs: boolean,
): Page {
  const rest = page.ids.filter((id) => id !== conversation.id)
  const read = page.loaded && (!page.next || inListOrder(conversation, page.next) <= 0)
  if (!belongs || !read) return rest.length === page.ids.length ? page : { ...page, ids: rest }
  const later = rest.findIndex((id) => {
    const other = byId[id]
    return other !== undefined && inListOrder(conversation, other) < 0
  })
  const at = later < 0 ? rest.length : later
  return { ...page, ids: [...rest.slice(0, at), conversation.id, ...rest.slice(at)] }
}

export function extendPage(page: Page, items: readonly Conversation[], next: Cursor | null): Page {
  const known = new Set(page.ids)
  const fresh = items.filter((item) => !known.has(item.id)).map((item) => item.id)
  return { ids: [...page.ids, ...fresh], next, loaded: true }
}
