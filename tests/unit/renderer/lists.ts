import type { CallInput } from '@contract/calls'
import type { Conversation } from '@contract/entities'
import type { Project } from '@contract/library'
import { belongsTo, cursorOf, inOrder } from '../../../src-renderer/stores/filters'
import { ok } from './window'

/** Answers pages as main does. */
export function listOf(
  rows: readonly Conversation[],
  projects: Readonly<Record<string, Project>> = {},
) {
  return ({ filter, after, limit }: CallInput<'conversations.list'>) => {
    const order = inOrder(filter)
    const all = rows
      .filter((row) => belongsTo(filter, row, projects))
      .toSorted((a, b) => order(cursorOf(a, filter), cursorOf(b, filter)))
    const rest = after ? all.filter((row) => order(cursorOf(row, filter), after) > 0) : all
    const items = rest.slice(0, limit)
    const last = items.at(-1)
    const next = rest.length > limit && last ? cursorOf(last, filter) : null
    return ok({ items, next })
  }
}
