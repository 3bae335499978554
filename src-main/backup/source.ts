import type { Migration } from '../db/migrate'
import { AppError, toFailure } from '../errors'
import { addAttachments } from './attachmentFiles'
import type { Manifest } from './manifest'
import { profileAt, openProfile } from './profileSource'
import { openArchive } from './readArchive'
import { bringUpToDate, takeCopy } from './restore'
import type { Secrets } from './secrets'
import { failureOf, kindOf, verifyArchive } from './verify'

/** What a restore takes from: a backup file, a copy of a database, or the folder of another profile. */
export interface Source {
  kind: 'backup' | 'database' | 'profile'
  /** Its database, checked and of the present schema, in a file of its own. */
  database: string
  /** Only a backup has one. */
  manifest: Manifest | null
  secrets: Secrets | null
  /** Null for a copy of a database, which holds nothing else. */
  files: SourceFiles | null
}

/** The attached files of a source. */
export interface SourceFiles {
  /** How much room they need in a profile, or somewhat more. */
  bytesFor(profile: string): number
  /** Puts them into a profile, each checked by its hash. Those without their bytes are `missing`. */
  bringInto(profile: string, tell: (done: number, total: number) => void): Promise<BroughtFiles>
}

export interface BroughtFiles {
  added: number
  missing: number
}

export interface SourceOptions {
  migrations: Migration[]
  passphrase?: string | undefined
  tell?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads a backup whole, and puts its database to `database`. Throws `backup_damaged`, `backup_newer`,
 * `passphrase_wrong`, or what {@link openProfile} throws; what is read is never changed.
 */
export async function openSource(
  file: string,
  database: string,
  { migrations, passphrase, tell }: SourceOptions,
): Promise<Source> {
  const profile = profileAt(file)
  if (profile) {
    tell?.(0, 1)
    return openProfile(profile, database, migrations)
  }
  const kind = kindOf(file)
  if (typeof kind === 'object') {
    throw failureOf({ ok: false, problems: [kind], kind: null, manifest: null, secrets: null })
  }
  if (kind === 'database') {
    takeCopy(file, database)
    migrate(database, migrations)
    return { kind, database, manifest: null, secrets: null, files: null }
  }
  const options = { supported: migrations.length, passphrase, tell }
  const verdict = await verifyArchive(file, database, options)
  if (!verdict.ok) throw failureOf(verdict)
  migrate(database, migrations, { isExamined: true })
  const { manifest, secrets } = verdict
  return { kind, database, manifest, secrets, files: manifest && filesOf(file, manifest) }
}

function filesOf(file: string, manifest: Manifest): SourceFiles {
  return {
    bytesFor: () => manifest.entries.reduce((sum, entry) => sum + entry.bytes, 0),
    async bringInto(profile, tell) {
      const archive = await openArchive(file)
      try {
        return { added: await addAttachments(archive, profile, tell), missing: 0 }
      } finally {
        archive.zip.close()
      }
    },
  }
}

/** What is wrong with the copy is said of the backup, not of the history that is open. */
function migrate(
  database: string,
  migrations: Migration[],
  options?: { isExamined: boolean },
): void {
  try {
    bringUpToDate(database, migrations, options)
  } catch (error) {
    const { code, detail } = toFailure(error)
    if (code === 'database_newer') throw new AppError('backup_newer')
    if (code === 'database_damaged' || code === 'database_foreign') {
      throw new AppError('backup_damaged', detail)
    }
    throw error
  }
}
