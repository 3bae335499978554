import type Database from 'better-sqlite3'
import { countRows } from '../db/countRows'
import { findDamage } from '../db/doctor'
import { schemaVersion } from '../db/migrate'
import { readPrivately } from '../db/privately'
import type { Manifest } from './manifest'
import { isOurs } from './restore'
import type { Problem } from './verify'

/** What is wrong with a copy of a database; a damaged search index counts only where it is asked for. */
export function examineCopy(file: string, supported: number, withIndex: boolean): Problem[] {
  try {
    return readPrivately(file, (client) => {
      if (!isOurs(client)) return [{ code: 'not_a_backup', detail: 'another program made it' }]
      const schema = schemaVersion(client)
      if (schema > supported) {
        return [{ code: 'newer', detail: 'it was made by a newer version of Keepsake' }]
      }
      const { rest, index } = findDamage(client, 'integrity_check')
      const found = [...rest, ...(withIndex ? index : []), ...strangers(client)]
      return found.slice(0, 20).map((detail) => ({ code: 'damaged' as const, detail }))
    })
  } catch (error) {
    return [{ code: 'unreadable', detail: error instanceof Error ? error.message : String(error) }]
  }
}

/** What is wrong with the copy of which a backup is made, where the history had so many rows in each table. */
export function examineSnapshot(
  snapshot: string,
  supported: number,
  rows: Manifest['rows'],
): Problem[] {
  return [...examineCopy(snapshot, supported, false), ...compareRows(snapshot, { rows })]
}

/** A query over a view could go on for ever, and no version of this program has made one. */
function strangers(client: Database.Database): string[] {
  const names = client.prepare(`SELECT name FROM sqlite_schema WHERE type = 'view'`).pluck().all()
  return names.map((name) => `the view ${String(name)} does not belong to it`)
}

/** Whether a database holds as many rows as it should, and is of the schema that is said. */
export function compareRows(
  file: string,
  { rows, schema }: Pick<Manifest, 'rows'> & { schema?: number },
): Problem[] {
  const found = readPrivately(file, (client) => ({
    rows: countRows(client),
    schema: schemaVersion(client),
  }))
  const isSame =
    found.schema === (schema ?? found.schema) &&
    Object.keys(rows).length === Object.keys(found.rows).length &&
    Object.entries(rows).every(([table, count]) => found.rows[table] === count)
  return isSame ? [] : [{ code: 'damaged', detail: 'the database does not hold what it should' }]
}
