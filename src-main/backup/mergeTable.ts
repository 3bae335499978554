import type Database from 'better-sqlite3'
import type { Part } from './categories'
import type { Sides } from './merge'

/** What follows from the rest of a conversation, or from where somebody looked last. */
const DERIVED: Record<string, string[]> = {
  conversations: ['current_message_id', 'scroll', 'message_count'],
}
/** Columns that stay what they are wherever a row comes from. */
const OWN: Record<string, string[]> = { settings: ['database_id'] }

interface Column {
  name: string
  pk: number
}

/** One table, or a part of it, in two databases, by the columns that both have. */
export function tableOf({ source, target }: Sides, { table, where = '1' }: Part, replace: boolean) {
  const shared = columnsOf(target, table).filter(({ name }) =>
    columnsOf(source, table).some((other) => other.name === name),
  )
  const names = shared.map(({ name }) => name)
  const keys = names.includes('id')
    ? ['id']
    : shared.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const keyPlaces = keys.map((name) => names.indexOf(name))
  const seqPlace = names.indexOf('seq')
  const timePlace = names.indexOf('updated_at')
  const own = OWN[table] ?? []
  const aside = ['seq', ...own, ...(replace ? [] : (DERIVED[table] ?? []))]
  const compared = names.flatMap((name, place) => (aside.includes(name) ? [] : [place]))
  const changed = names.flatMap((name, place) =>
    ['seq', ...own, ...keys].includes(name) ? [] : [place],
  )
  const list = names.map((name) => `"${name}"`).join(', ')
  const byKey = keys.map((name) => `"${name}" = ?`).join(' AND ')
  const find = target.prepare(`SELECT ${list} FROM "${table}" WHERE ${byKey}`).raw()
  const has = source.prepare(`SELECT 1 FROM "${table}" WHERE ${byKey}`)
  const taken = seqPlace < 0 ? null : target.prepare(`SELECT 1 FROM "${table}" WHERE seq = ?`)
  const insert = once(() =>
    target.prepare(`INSERT INTO "${table}" (${list}) VALUES (${names.map(() => '?').join(', ')})`),
  )
  const set = changed.map((place) => `"${names[place]}" = ?`).join(', ')
  const update = once(() => target.prepare(`UPDATE "${table}" SET ${set} WHERE ${byKey}`))
  const keyOf = (row: unknown[]) => keyPlaces.map((place) => row[place])
  const order = orderOf(source, table, keys)

  return {
    name: table,
    where,
    keys,
    target,
    /** Whether the target has none of them. */
    isEmpty: () =>
      target.prepare(`SELECT 1 FROM "${table}" WHERE ${where} LIMIT 1`).get() === undefined,
    /** How many there are in the source. */
    count: () =>
      Number(source.prepare(`SELECT count(*) FROM "${table}" WHERE ${where}`).pluck().get()),
    /** The rows of the source, in the order of their creation. */
    rows: () =>
      source
        .prepare(`SELECT ${list} FROM "${table}" WHERE ${where} ORDER BY ${order}`)
        .raw()
        .iterate() as IterableIterator<unknown[]>,
    /** The same thing in the target. */
    find: (row: unknown[]) => find.get(keyOf(row)) as unknown[] | undefined,
    /** Whether the source has the thing with this key. */
    isInSource: (key: unknown[]) => has.get(key) !== undefined,
    /** Whether no place of what is to be added is taken. */
    fits(): boolean {
      if (!taken) return true
      for (const row of this.rows()) {
        if (!this.find(row) && taken.get(row[seqPlace])) return false
      }
      return true
    },
    differs: (row: unknown[], known: unknown[]) =>
      compared.some((place) => !isSame(row[place], known[place])),
    /** Settings have no time: they are what was asked for. */
    isNewer: (row: unknown[], known: unknown[]) =>
      table === 'settings' || (timePlace >= 0 && Number(row[timePlace]) > Number(known[timePlace])),
    seq: (row: unknown[]) => Number(row[seqPlace]),
    insert(row: unknown[], keepSeq: boolean): void {
      const values = seqPlace < 0 || keepSeq ? row : row.with(seqPlace, null)
      insert().run(values)
    },
    update(row: unknown[]): void {
      if (changed.length > 0) update().run([...changed.map((place) => row[place]), ...keyOf(row)])
    },
  }
}

function columnsOf(client: Database.Database, table: string): Column[] {
  return client.prepare('SELECT name, pk FROM pragma_table_info(?)').all(table) as Column[]
}

/** In the order of creation, as far as a table knows it. */
function orderOf(client: Database.Database, table: string, keys: string[]): string {
  const query = client.prepare('SELECT wr FROM pragma_table_list WHERE name = ?').pluck()
  return query.get(table) === 1 ? keys.join(', ') : 'rowid'
}

function isSame(one: unknown, other: unknown): boolean {
  if (Buffer.isBuffer(one) && Buffer.isBuffer(other)) return one.equals(other)
  return Object.is(one, other)
}

/** Prepared when it is needed first: where is only counted, the target cannot be written. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
