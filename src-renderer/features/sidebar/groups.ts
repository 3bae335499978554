import type { Conversation } from '@contract/entities'
import type { Settings } from '@contract/settings'

const DAY = 86_400_000

/** Under which heading a conversation stands: a name of the catalogue, or a month as `2026-10`. */
export type Group = 'pinned' | 'byTitle' | 'today' | 'yesterday' | 'week' | `${number}-${number}`

export type Row = { kind: 'heading'; group: Group } | { kind: 'item'; id: string; group: Group }

/** The list as it is drawn: each group's heading, then its conversations. */
export function rowsOf(
  ids: readonly string[],
  byId: Readonly<Record<string, Conversation>>,
  sort: Settings['listSort'],
  now: Date,
): Row[] {
  const rows: Row[] = []
  let last: Group | null = null
  for (const id of ids) {
    const conversation = byId[id]
    if (!conversation) continue
    const group = groupOf(conversation, sort, now)
    if (group !== last) rows.push({ kind: 'heading', group })
    rows.push({ kind: 'item', id, group })
    last = group
  }
  return rows
}

function groupOf(conversation: Conversation, sort: Settings['listSort'], now: Date): Group {
  if (conversation.pinned) return 'pinned'
  if (sort === 'title') return 'byTitle'
  const today = new Date(now).setHours(0, 0, 0, 0)
  const time = sort === 'created' ? conversation.createdAt : conversation.updatedAt
  if (time >= today) return 'today'
  // Days are not all 24 hours long, so yesterday begins where the calendar says.
  if (time >= new Date(today - DAY / 2).setHours(0, 0, 0, 0)) return 'yesterday'
  if (time >= today - 7 * DAY) return 'week'
  const date = new Date(time)
  return `${date.getFullYear()}-${date.getMonth()}`
}
