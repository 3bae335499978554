import { createReadStream, lstatSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { explainDatabaseError } from '../db/failures'
import type { Migration } from '../db/migrate'
import { AppError, toFailure } from '../errors'
import {
  contentFile,
  isContent,
  isWhole,
  putPieces,
  stateOf,
  type Stored,
} from '../storage/attachments'
import { LAYOUT, type Paths, paths, readRoot } from '../storage/layout'
import { readLock } from '../storage/lock'
import { bringUpToDate, takeCopy } from './restore'
import type { Source, SourceFiles } from './source'

/** The profile of a data root whose folder this is; null where it is anything else. */
export function profileAt(folder: string): Paths | null {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null
  const place = paths(dirname(dirname(folder)), basename(folder))
  const isHistory = lstatSync(place.database, { throwIfNoEntry: false })?.isFile() ?? false
  return place.profile === folder && isHistory ? place : null
}

/**
 * Puts the history of a profile that nobody has open to `database`, without its keys: they stay where they
 * can be opened. The profile is only read. Throws `root_locked`, `profile_newer` or `profile_damaged`.
 */
export function openProfile(from: Paths, database: string, migrations: Migration[]): Source {
  if ((readRoot(from.root)?.layout ?? 0) > LAYOUT) throw new AppError('profile_newer', from.root)
  const { state } = readLock(from.lock, Date.now())
  if (state !== 'free' && state !== 'dead') throw new AppError('root_locked', from.lock)
  try {
    takeCopy(from.database, database)
    bringUpToDate(database, migrations)
  } catch (error) {
    throw blame(from.database, explainDatabaseError(error))
  }
  const files = filesIn(from.attachments, leaveKeys(database))
  return { kind: 'profile', database, manifest: null, secrets: null, files }
}

/** What is wrong with the copy is said of the profile, not of the history that is open. */
function blame(file: string, error: unknown): unknown {
  const { code, detail } = toFailure(error)
  if (code === 'database_newer') return new AppError('profile_newer', file)
  if (code === 'database_damaged' || code === 'database_foreign') {
    return new AppError('profile_damaged', `${file}: ${detail}`)
  }
  return error
}

/** Takes the keys out of a copy, and answers which files its messages have. */
function leaveKeys(database: string): Stored[] {
  const client = new Database(database, { fileMustExist: true })
  try {
    client.pragma('trusted_schema = OFF')
    // A model server that is here as well keeps the key that it has here.
    client.pragma('foreign_keys = OFF')
    client.exec('DELETE FROM api_keys')
    const query = 'SELECT sha256, max(bytes) AS bytes FROM attachments GROUP BY sha256'
    return client.prepare(query).all() as Stored[]
  } finally {
    client.close()
  }
}

function filesIn(folder: string, contents: Stored[]): SourceFiles {
  return {
    bytesFor(profile) {
      const lacking = contents.filter((each) => stateOf(attachmentsOf(profile), each) !== 'present')
      return lacking.reduce((sum, { bytes }) => sum + bytes, 0)
    },
    async bringInto(profile, tell) {
      const brought = { added: 0, missing: 0 }
      for (const [index, { sha256 }] of contents.entries()) {
        const outcome = await bringOne(folder, attachmentsOf(profile), sha256)
        if (outcome !== 'here') brought[outcome] += 1
        tell(index + 1, contents.length)
      }
      return brought
    },
  }
}

/** Each content is read whole before it is taken: one that is not what its name says is missing. */
async function bringOne(
  from: string,
  into: string,
  sha256: string,
): Promise<'here' | 'added' | 'missing'> {
  if (!isContent(sha256)) return 'missing'
  if (await isWhole(contentFile(into, sha256), sha256)) return 'here'
  const file = contentFile(from, sha256)
  if (!(await isWhole(file, sha256))) return 'missing'
  const stored = await putPieces(into, createReadStream(file), { damaged: true })
  return stored.sha256 === sha256 ? 'added' : 'missing'
}

function attachmentsOf(profile: string): string {
  return join(profile, 'attachments')
}
