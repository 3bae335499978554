import type { Conversation } from '@contract/entities'
import type { ConversationFilter } from '@contract/library'
import { belongsTo, cursorOf } from './filters'
import { place } from './pages'
import type { Page } from './pages'
import type { Projects } from './projectTree'

/** What a filter shows, as far as it has been read. */
export interface List extends Page {
  filter: ConversationFilter
}

type ById = Readonly<Record<string, Conversation>>

export function mapLists(lists: Readonly<Record<string, List>>, change: (list: List) => List) {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, change(list)]))
}

/** The list with what was changed in its place; what stays where it was costs nothing. */
export function placed(
  list: List,
  before: ById,
  byId: ById,
  changed: readonly Conversation[],
  projects: Projects,
): List {
  const { filter } = list
  const belongs = (each: Conversation) => belongsTo(filter, each, projects)
  const moved = changed.filter((each) => {
    const former = before[each.id]
    if (!former || belongs(former) !== belongs(each)) return true
    return belongs(each) && !isSame(cursorOf(former, filter), cursorOf(each, filter))
  })
  const page = place(list, filter, byId, moved, belongs)
  return page === list ? list : { ...page, filter }
}

/** What the window knows, without conversations that are no more. */
export function without(
  gone: ReadonlySet<string>,
  byId: ById,
  lists: Readonly<Record<string, List>>,
) {
  return {
    byId: Object.fromEntries(Object.entries(byId).filter(([id]) => !gone.has(id))),
    lists: mapLists(lists, (list) => ({ ...list, ids: list.ids.filter((id) => !gone.has(id)) })),
  }
}

/** The conversations that had a tag, without it. */
export function untagged(byId: ById, tagId: string) {
  return Object.values(byId)
    .filter((each) => each.tagIds.includes(tagId))
    .map((each) => ({ ...each, tagIds: each.tagIds.filter((id) => id !== tagId) }))
}

export function isSame(one: object | undefined, other: object) {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
