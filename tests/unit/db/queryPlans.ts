import type { WritableDb } from '../../../src-main/db/open'

/** Collects every statement that is prepared, whoever prepares it. */
export function listen(db: WritableDb): string[] {
  const statements: string[] = []
  const prepare = db.$client.prepare.bind(db.$client)
  db.$client.prepare = (sql: string) => {
    if (!/^(EXPLAIN|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/.test(sql)) statements.push(sql)
    return prepare(sql)
  }
  return statements
}

/** How SQLite says that it would run a statement. */
export function planOf(db: WritableDb, sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null])
  const values = [...sql.matchAll(/\?/g)].map(() => null)
  const rows = db.$client
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...(names.length > 0 ? [Object.fromEntries(names)] : values)) as { detail: string }[]
  return rows.map(({ detail }) => detail)
}
