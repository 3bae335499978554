import type { Conversation } from '@contract/entities'
import type { ConversationCursor, ConversationFilter } from '@contract/library'
import { cursorOf, inOrder } from './filters'

/** A list of conversations as far as it has been read; `next` is null at its end. */
export interface Page {
  ids: readonly string[]
  next: ConversationCursor | null
  loaded: boolean
}

export const emptyPage: Page = { ids: [], next: null, loaded: false }

type ById = Readonly<Record<string, Conversation>>

/** Puts conversations where they now belong, or nowhere when that lies beyond what has been read. */
export function place(
  page: Page,
  filter: ConversationFilter,
  byId: ById,
  changed: readonly Conversation[],
  belongs: (conversation: Conversation) => boolean,
): Page {
  const order = inOrder(filter)
  const known = new Set(page.ids)
  const { next } = page
  const isRead = (each: Conversation) => !next || order(cursorOf(each, filter), next) <= 0
  const coming = changed.filter((each) => page.loaded && belongs(each) && isRead(each))
  if (coming.length === 0 && !changed.some(({ id }) => known.has(id))) return page
  const moved = new Set(changed.map(({ id }) => id))
  const rest = page.ids.filter((id) => !moved.has(id))
  const sorted = coming
    .map((each) => ({ id: each.id, at: cursorOf(each, filter) }))
    .toSorted((a, b) => order(a.at, b.at))
  const ids: string[] = []
  let from = 0
  for (const { id, at } of sorted) {
    const later = rest.findIndex((other, index) => {
      const row = index >= from ? byId[other] : undefined
      return row !== undefined && order(at, cursorOf(row, filter)) < 0
    })
    const to = later < 0 ? rest.length : later
    ids.push(...rest.slice(from, to), id)
    from = to
  }
  return { ...page, ids: [...ids, ...rest.slice(from)] }
}

export function extendPage(
  page: Page,
  items: readonly Conversation[],
  next: ConversationCursor | null,
): Page {
  const known = new Set(page.ids)
  const fresh = items.filter((item) => !known.has(item.id)).map((item) => item.id)
  return { ids: [...page.ids, ...fresh], next, loaded: true }
}
