import type { Conversation } from '@contract/entities'
import type { ConversationFilter } from '@contract/library'
import { belongsTo } from './filters'
import { place } from './pages'
import type { Page } from './pages'

export interface List extends Page {
  filter: ConversationFilter
}

export function mapLists(lists: Readonly<Record<string, List>>, change: (list: List) => List) {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, change(list)]))
}

/** A list after some conversations have changed: each where it belongs now, or nowhere. */
export function placed(
  list: List,
  byId: Readonly<Record<string, Conversation>>,
  changed: readonly Conversation[],
  projects: Parameters<typeof belongsTo>[2],
): List {
  const { filter } = list
  const page = place(list, filter, byId, changed, (each) => belongsTo(filter, each, projects))
  return page === list ? list : { ...page, filter }
}
