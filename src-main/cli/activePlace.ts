import { schemaVersion } from '../db/migrate'
import { closeDatabase, type ReadableDb } from '../db/open'
import { AppError } from '../errors'
import { type Paths, paths } from '../storage/layout'
import { DEFAULT_PROFILE } from '../storage/profiles'
import type { Root } from '../storage/root'
import { activeProfile } from '../storage/settingsFile'
import type { CliContext } from './command'

/**
 * Opens the active profile's history for reading, with the tables that queries expect. Throws
 * `database_missing`, or `database_older` and `database_newer` where another version arranged it.
 */
export function openActive({ root, openDatabase, migrations }: CliContext): ReadableDb {
  const file = activePlace(root).place.database
  const db = openDatabase(file)
  const schema = schemaVersion(db.$client)
  const supported = migrations().length
  if (schema === supported) return db
  closeDatabase(db)
  const code = schema < supported ? 'database_older' : 'database_newer'
  throw new AppError(code, file, { schema, supported })
}

/** The profile that the window would open, and where each thing of it lies. Nothing is written. */
export function activePlace({ path }: Pick<Root, 'path'>): { profileId: string; place: Paths } {
  // Every profile of a root has the same settings file.
  const profileId = activeProfile(paths(path, DEFAULT_PROFILE).settings)
  return { profileId, place: paths(path, profileId) }
}
