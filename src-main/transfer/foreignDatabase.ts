import Database from 'better-sqlite3'
import { AppError } from '../errors'
import type { BundleFile } from './bundle'
import { attachmentOf } from './content'
import type { Raw } from './raw'

/** How a file begins that is a database of SQLite. */
export const SQLITE = 'SQLite format 3\0'

const HEADER = 100
/** Bytes of the header that say whether there is a log beside the file, and what they say when not. */
const [LOGGED, NOT_LOGGED] = [18, 1]

/** Another program's database, held in memory: its file is never opened, so nothing of it can change. */
export interface ForeignDatabase {
  tables: ReadonlySet<string>
  /** The rows of a table, those with a value in one of its columns, or none where it is missing. */
  rows(table: string, order: string, where?: { column: string; value: unknown }): Raw[]
  close(): void
}

/** Throws `import_damaged` or `import_too_large`. What is only in a log beside the file is not read. */
export async function openForeign(file: BundleFile): Promise<ForeignDatabase> {
  const bytes = Buffer.from(await attachmentOf(file))
  if (bytes.length < HEADER) throw new AppError('import_damaged', `byte ${bytes.length}`)
  bytes.fill(NOT_LOGGED, LOGGED, LOGGED + 2)
  const client = orDamaged(() => new Database(bytes))
  try {
    // Its schema is somebody else's: no view, trigger or virtual table of it may run anything.
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON', 'query_only = ON']) {
      orDamaged(() => client.pragma(pragma))
    }
    const query = `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'`
    const tables = new Set(orDamaged(() => client.prepare(query).pluck().all() as string[]))
    return {
      tables,
      rows(table, order, where) {
        if (!tables.has(table)) return []
        const only = where ? `WHERE "${where.column}" = ?` : ''
        const values = where ? [where.value] : []
        return orDamaged(() =>
          (
            client
              .prepare(`SELECT * FROM "${table}" ${only} ORDER BY ${order}`)
              .all(...values) as Raw[]
          ).map(withoutBytes),
        )
      },
      close: () => client.close(),
    }
  } catch (error) {
    client.close()
    throw error
  }
}

/** The names of the tables of a database; none where it cannot be read. */
export async function tablesOf(file: BundleFile): Promise<ReadonlySet<string>> {
  try {
    const database = await openForeign(file)
    database.close()
    return database.tables
  } catch (error) {
    if (error instanceof AppError) return new Set()
    throw error
  }
}

function withoutBytes(row: Raw): Raw {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? null : value]),
  )
}

function orDamaged<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    throw new AppError('import_damaged', `${error.code}: ${error.message}`)
  }
}
