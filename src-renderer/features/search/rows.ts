import type { Hit } from '../../stores/search'

/** Hits of a conversation that are shown before one asks for the others. */
const SHOWN = 3

export type Row =
  | { kind: 'heading'; key: string; group: string; first: Hit; count: number }
  | { kind: 'hit'; key: string; group: string; hit: Hit }
  | { kind: 'more'; key: string; group: string; count: number; first: Hit }
  | { kind: 'next'; key: 'next'; group: 'next' }

/**
 * The results as they are drawn: by conversation, within each batch that was read. A conversation that
 * comes again in a later batch begins another group, so that nothing is put in above what is read.
 */
export function rowsOf(
  hits: readonly Hit[],
  expanded: ReadonlySet<string>,
  unread: boolean,
): Row[] {
  const groups = new Map<string, Hit[]>()
  const known = new Set<string>()
  let last: Hit[] = []
  for (const hit of hits) {
    if (known.has(keyOf(hit))) continue
    known.add(keyOf(hit))
    const group = `${hit.batch} ${hit.conversationId}`
    // The last group of the batch before may grow: nothing stands below it yet.
    const members = last[0]?.conversationId === hit.conversationId ? last : groups.get(group)
    if (members) members.push(hit)
    else {
      last = [hit]
      groups.set(group, last)
    }
  }
  const rows = [...groups].flatMap(([group, members]) => rowsOfGroup(group, members, expanded))
  return unread ? [...rows, { kind: 'next', key: 'next', group: 'next' }] : rows
}

function rowsOfGroup(group: string, hits: readonly Hit[], expanded: ReadonlySet<string>): Row[] {
  const [first] = hits
  if (!first) return []
  const shown = expanded.has(group) ? hits : hits.slice(0, SHOWN)
  const count = hits.length - shown.length
  return [
    { kind: 'heading', key: `heading ${group}`, group, first, count: hits.length },
    ...shown.map((hit): Row => ({ kind: 'hit', key: keyOf(hit), group, hit })),
    ...(count > 0 ? [{ kind: 'more' as const, key: `more ${group}`, group, count, first }] : []),
  ]
}

function keyOf({ conversationId, messageId }: Hit) {
  return `${conversationId} ${messageId ?? 'chat'}`
}

export function isOption(row: Row | undefined): row is Exclude<Row, { kind: 'heading' }> {
  return row !== undefined && row.kind !== 'heading'
}
