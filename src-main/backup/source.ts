import type { Migration } from '../db/migrate'
import { AppError, toFailure } from '../errors'
import type { Manifest } from './manifest'
import { bringUpToDate, takeCopy } from './restore'
import type { Secrets } from './secrets'
import { failureOf, kindOf, verifyArchive } from './verify'

/** What a restore takes from: a backup file, or a copy of a database. */
export interface Source {
  /** Its database, checked and of the present schema, in a file of its own. */
  database: string
  /** Null for a copy of a database, which holds nothing else. */
  manifest: Manifest | null
  secrets: Secrets | null
}

export interface SourceOptions {
  migrations: Migration[]
  passphrase?: string | undefined
  tell?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads a backup whole, and puts its database to `database`. Throws `backup_damaged`, `backup_newer` or
 * `passphrase_wrong`; the backup itself is never changed.
 */
export async function openSource(
  file: string,
  database: string,
  { migrations, passphrase, tell }: SourceOptions,
): Promise<Source> {
  const kind = kindOf(file)
  if (typeof kind === 'object') {
    throw failureOf({ ok: false, problems: [kind], kind: null, manifest: null, secrets: null })
  }
  if (kind === 'database') {
    takeCopy(file, database)
    migrate(database, migrations)
    return { database, manifest: null, secrets: null }
  }
  const verdict = await verifyArchive(file, database, {
    supported: migrations.length,
    passphrase,
    tell,
  })
  if (!verdict.ok) throw failureOf(verdict)
  migrate(database, migrations)
  const { manifest, secrets } = verdict
  return { database, manifest, secrets }
}

/** What is wrong with the copy is said of the backup, not of the history that is open. */
function migrate(database: string, migrations: Migration[]): void {
  try {
    bringUpToDate(database, migrations)
  } catch (error) {
    const { code, detail } = toFailure(error)
    if (code === 'database_newer') throw new AppError('backup_newer')
    if (code === 'database_damaged' || code === 'database_foreign') {
      throw new AppError('backup_damaged', detail)
    }
    throw error
  }
}
