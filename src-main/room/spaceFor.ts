import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { SpaceReport } from '@contract/space'
import type { Surroundings } from '../app/app'
import { kindInName } from '../backup/copyNames'
import { EXAMINER } from '../backup/examiner'
import { backupName, NO_PLAN } from '../backup/plan'
import type { Program } from '../domain/context'
import type { HistoryPlace } from '../app/history'
import { runJob } from '../jobs/run'
import type { RunningJobs } from '../jobs/running'
import { decideClearing } from '../storage/clearing'
import { freeBytes, namesIn, syncFolder } from '../storage/files'
import { storageSizes } from '../storage/health'
import { listProfiles } from '../storage/profiles'
import { readTrashWatch, writeTrashWatch } from '../storage/trashWatch'
import { cacheSize } from './cache'

/** What was done while the window was away, until it was told. */
export interface UntoldSpace {
  space: SpaceReport | null
}

interface Needs {
  around: Surroundings
  place: HistoryPlace
  jobs: RunningJobs
  whileClosed<T>(work: () => Promise<T>): Promise<T>
  /** Forgets the keys of this profile, also those that are in memory alone. */
  forgetKeys(): void
  untold: UntoldSpace
}

/** A profile that is opened again later in the same process belongs to the same run. */
const RUN = `${process.pid}-${performance.timeOrigin}`

/** What a window can ask about room. It names no file: which may go is found again each time. */
export function spaceFor(needs: Needs): Program['space'] {
  const { around, place, jobs, whileClosed, forgetKeys, untold } = needs
  const { paths, profileId } = place
  const root = around.root.path
  const watchFile = join(paths.profile, 'expiring.json')

  async function freeCaches(): Promise<number> {
    const before = await cacheSize(paths)
    await around.clearCaches()
    return Math.max(0, before - (await cacheSize(paths)))
  }

  async function compact(): Promise<number> {
    return whileClosed(async () => {
      const task = { supported: place.migrations.length, now: around.now() }
      const bytes = await runJob('compactDatabase', paths, task)
      untold.space = { kind: 'compacted', bytes }
      return bytes
    })
  }

  /** Answers where the safety backup is; null where none was wanted, undefined where it was cancelled. */
  async function backUp(wish: Parameters<Program['space']['clear']>[0]) {
    if (wish.backup === 'none') return null
    const file = await askForPlace(wish.backup)
    if (file === null) return undefined
    const task = {
      paths,
      file,
      // Keys would need a passphrase. They go with the profile.
      passphrase: null,
      overwrite: wish.backup === 'folder',
      app: around.info.version,
      supported: place.migrations.length,
      now: around.now(),
    }
    const made = await jobs.run(
      { id: wish.jobId, kind: 'backup', name: 'backupJob' },
      task,
      EXAMINER,
    )
    return made?.file
  }

  async function askForPlace(where: 'data' | 'folder'): Promise<string | null> {
    const name = backupName(around.now())
    if (where === 'folder') {
      const folder = around.settings.get().lastFolder
      const path = folder === null ? name : join(folder, name)
      const file = await around.askWhere({ what: 'backup', path, extensions: ['keepsake'] })
      if (file !== null) around.settings.change({ lastFolder: dirname(file) })
      return file
    }
    mkdirSync(paths.trash, { recursive: true, mode: 0o700 })
    await syncFolder(root)
    return join(paths.trash, name)
  }

  /** Opening the profile does the rest, as after a kill. */
  function decide(): void {
    const { settings } = around
    const plans = settings.get().backupPlans
    // A plan that goes on would push the backups of what was here out of the user's folder.
    settings.change({ backupPlans: { ...plans, [profileId]: NO_PLAN } })
    try {
      decideClearing(paths.profile)
    } catch (error) {
      settings.change({ backupPlans: plans })
      throw error
    }
  }

  return {
    trash: () => runJob('trashSize', paths.database),
    find: () => runJob('findSpace', paths),
    async free(what) {
      if (what === 'copies') return { bytes: await runJob('removeSpareCopies', paths) }
      if (what === 'files') return { bytes: await runJob('removeUnusedFiles', paths, around.now()) }
      return { bytes: what === 'caches' ? await freeCaches() : await compact() }
    },
    async around() {
      const { sizes } = await storageSizes(root, profileId)
      const { database, attachments, backups } = sizes
      return {
        copies: namesIn(paths.backups).filter((name) => kindInName(name) !== null).length,
        bytes: { database, attachments, backups },
        otherProfiles: (await listProfiles(root)).length - 1,
      }
    },
    async clear(wish) {
      const file = await backUp(wish)
      if (file === undefined) return false
      await whileClosed(async () => {
        decide()
        forgetKeys()
        await around.clearCaches().catch((error: unknown) => {
          around.log.warn('the caches could not be cleared', { error })
        })
        const isOurs = file !== null && dirname(file) === paths.trash
        untold.space = { kind: 'cleared', file, name: isOurs ? basename(file) : null }
      })
      return true
    },
    report() {
      const report = untold.space
      untold.space = null
      return Promise.resolve(report)
    },
    freeBytes: () => Promise.resolve(freeBytes(paths.profile)),
    areCopied: (ids) => runJob('areCopied', paths, ids),
    run: () => ({ run: RUN, ranFor: performance.now() }),
    trashWatch: () => Promise.resolve(readTrashWatch(watchFile)),
    noteTrashWatch: (watch) => writeTrashWatch(watchFile, watch),
  }
}
