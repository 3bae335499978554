import { join, resolve } from 'node:path'
import { activePlace } from './activePlace'
import type { CliContext, CliOptions, Command } from './command'
import { ALL, parseCategories } from '../backup/categories'
import { previewRestore } from '../backup/preview'
import { restoreBackup, undoRestore } from '../backup/restoreBackup'
import { closeDatabase } from '../db/open'
import { get } from '../db/settings'
import { AppError } from '../errors'
import { lastKnownFile, remember } from '../storage/lastKnown'
import { openLayout, type Paths, paths } from '../storage/layout'
import { acquireLock } from '../storage/lock'
import { DEFAULT_PROFILE, ensureProfile } from '../storage/profiles'
import { activeProfile } from '../storage/settingsFile'
import { readPassphrase } from './passphrase'
import { stepLines } from './progress'

/** Brings a backup into the active profile; the program must not run on it meanwhile. */
export const restore: Command = {
  usage:
    '<backup or profile folder> [--only=<a,b>] [--replace] [--dry-run] [--passphrase-file=<file>] | --undo',
  summary: `Restores a backup, or some of ${ALL.join(', ')}; --undo takes the last one back.`,
  options: {
    only: { type: 'string' },
    replace: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    undo: { type: 'boolean' },
    'passphrase-file': { type: 'string' },
  },
  words: [0, 1],
  run: async (context, [word], options) => {
    const file = word === undefined ? undefined : resolve(context.cwd, word)
    if ((file === undefined) !== Boolean(options['undo'])) {
      throw new AppError('bad_input', 'name either a backup or --undo')
    }
    const choice = readChoice(context, options)
    if (options['dry-run'] && file !== undefined) {
      const { place } = activePlace(context.root)
      const categories = await previewRestore(place, file, choice)
      return { ok: true, output: { dryRun: true, categories } }
    }
    return { ok: true, output: await asOnlyUser(context, (place) => change(place, file)) }

    async function change({ place, forget }: Place, backup: string | undefined) {
      if (backup !== undefined) {
        const keys = async () => ({
          store: await context.openKeys(join(place.profile, 'keys.json')),
          allowPlain: plainKeysAllowed(context, place.database),
        })
        const now = context.now()
        return {
          ...(await restoreBackup(place, backup, { ...choice, now, keys }, forget)),
        }
      }
      await forget()
      return undoRestore(place, { migrations: choice.migrations, now: context.now() })
    }
  },
}

interface Place {
  place: Paths
  /** To be called before another history takes the place of this one on purpose. */
  forget(): Promise<void>
}

function readChoice({ cwd, migrations, progress }: CliContext, options: CliOptions) {
  const { only, replace } = options
  return {
    only: typeof only === 'string' ? parseCategories(only) : ALL,
    replace: replace === true ? ALL : [],
    migrations: migrations(),
    passphrase: readPassphrase(cwd, options['passphrase-file']),
    tell: stepLines(progress),
  }
}

/** Throws `root_locked` while the program, or another command, has the root open. */
async function asOnlyUser<T>(context: CliContext, work: (place: Place) => Promise<T>): Promise<T> {
  const { root, now } = context
  openLayout(root.path, now())
  const shared = paths(root.path, DEFAULT_PROFILE)
  let isLost = false
  const lock = acquireLock(shared.lock, now(), () => (isLost = true))
  try {
    const wanted = activeProfile(shared.settings)
    const { id } = ensureProfile(root.path, wanted, now())
    // Another profile's history is not what was meant.
    if (id !== wanted) throw new AppError('not_found', `profile ${wanted}`)
    return await work({
      place: paths(root.path, id),
      async forget() {
        if (isLost) throw new AppError('root_locked', 'another process took this root over')
        await remember(lastKnownFile(root, context.appDataDir), root.path, id, null)
      },
    })
  } finally {
    lock.release()
  }
}

function plainKeysAllowed({ openDatabase }: CliContext, database: string): boolean {
  try {
    const db = openDatabase(database)
    try {
      return get(db).plainKeysAllowed
    } finally {
      closeDatabase(db)
    }
  } catch {
    return false // Where nothing is yet, nobody has allowed it.
  }
}
