import type Database from 'better-sqlite3'
import { type Category, partsOf } from './categories'
import type { tableOf } from './mergeTable'

const AT_ONCE = 1000

interface ForeignKey {
  table: string
  from: string
}

/** Whether a row is needed by something that is not restored. */
export type IsNeeded = (id: unknown) => boolean

/**
 * Prepares asking, for a table, whether what lies outside the chosen categories refers to a row: such a
 * row stays when a category is replaced, so that nothing changes that was not chosen.
 */
export function referencesFrom(
  target: Database.Database,
  only: readonly Category[],
): (table: string) => IsNeeded {
  const parts = only.flatMap((category) => partsOf(category))
  const inside = (table: string) =>
    parts
      .filter((part) => part.table === table)
      .map(({ where = '1' }) => `(${where})`)
      .join(' OR ') || '0'
  const tables = target
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES%'`)
    .pluck()
    .all() as string[]
  const references = tables.flatMap((child) =>
    (
      target
        .prepare('SELECT "table", "from" FROM pragma_foreign_key_list(?)')
        .all(child) as ForeignKey[]
    ).map((key) => ({ ...key, child })),
  )
  return (table) => {
    const queries = references
      .filter((key) => key.table === table)
      .map(({ child, from }) =>
        target.prepare(
          `SELECT 1 FROM "${child}" WHERE "${from}" = ? AND NOT (${inside(child)}) LIMIT 1`,
        ),
      )
    return (id) => queries.some((query) => query.get(id) !== undefined)
  }
}

/** Removes what the backup does not have, but for what is needed elsewhere; or only counts it. */
export function removeOthers(
  table: ReturnType<typeof tableOf>,
  isNeeded: IsNeeded,
  write: boolean,
): { removed: number; kept: number } {
  const { target, name, where, keys } = table
  const columns = keys.map((key) => `"${key}"`).join(', ')
  const marks = keys.map(() => '?').join(', ')
  // By key, because not every table has a rowid.
  const first = target
    .prepare(
      `SELECT ${columns} FROM "${name}" WHERE (${where}) ORDER BY ${columns} LIMIT ${AT_ONCE}`,
    )
    .raw()
  const next = target
    .prepare(
      `SELECT ${columns} FROM "${name}" WHERE (${columns}) > (${marks}) AND (${where})
       ORDER BY ${columns} LIMIT ${AT_ONCE}`,
    )
    .raw()
  const remove = write
    ? target.prepare(`DELETE FROM "${name}" WHERE (${columns}) = (${marks})`)
    : null
  let last: unknown[] | null = null
  let removed = 0
  let kept = 0
  for (;;) {
    const rows = (last ? next.all(last) : first.all()) as unknown[][]
    if (rows.length === 0) return { removed, kept }
    for (const key of rows) {
      last = key
      if (table.isInSource(key)) continue
      if (keys.length === 1 && isNeeded(key[0])) {
        kept += 1
        continue
      }
      removed += 1
      remove?.run(key)
    }
  }
}
