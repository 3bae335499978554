import type { Failure } from '@contract/errors'
import type { Profile, Rescue } from '@contract/state'
import { attachmentsFor } from '../attachments/attachmentsFor'
import type { Surroundings } from './app'
import type { Program } from '../domain/context'
import { AppError } from '../errors'
import { exportsFor } from '../transfer/exportsFor'
import { importsFor } from '../transfer/importsFor'
import type { History, HistoryPlace } from './history'
import type { ClosedJobs, RunningJobs } from '../jobs/running'
import { movesFor } from '../moving/movesFor'
import { recoveryFor } from './recovery'
import { spaceFor, type UntoldSpace } from '../room/spaceFor'
import { storageSizes } from '../storage/health'
import type { Keys } from '../storage/keys'
import {
  createProfile,
  deleteProfile,
  ensureProfile,
  listProfiles,
  renameProfile,
} from '../storage/profiles'

/** What was done while the window was away, such as what a rescue found, until it was told. */
export interface Untold extends UntoldSpace {
  rescue: Rescue | null
}

/** A profile that is open, and how to do what needs it closed. */
export interface OpenProfile {
  around: Surroundings
  place: HistoryPlace
  history: History
  keys: Keys
  jobs: RunningJobs
  /** What runs while the history is closed. */
  closed: ClosedJobs
  backups: Program['backups']
  /** Runs what needs the database closed, then opens it again; where it fails, all is as before. */
  whileClosed<T>(work: () => Promise<T>): Promise<T>
  /**
   * Closes the history, and starts the program anew where `work` answers true, with `dataDir` as the folder
   * that is asked for; else opens it again.
   */
  thenRestart(work: () => Promise<boolean>, dataDir?: string): Promise<boolean>
  untold: Untold
  forgetKeys(): void
  problem(): Failure | null
  profile(): Profile
  /** Makes this the profile that is opened next, or gives the open one another name. */
  choose(profile: Profile): void
}

/** What a window can ask of the program itself while this profile is open. */
export function programFor(opened: OpenProfile): Program {
  const { around, place, history, keys, jobs, closed, backups, whileClosed, untold } = opened
  const root = around.root.path
  const { database, attachments } = place.paths

  /** Once: a page that is loaded again would tell of it again. */
  function tellRescue(): Rescue | null {
    const { rescue } = untold
    untold.rescue = null
    return rescue
  }

  return {
    info: async () => ({
      ...around.info,
      rescued: tellRescue(),
      root: around.root,
      profile: { id: opened.profile().id, name: opened.profile().name },
      keyStore: (await around.cipher.available()) ? 'system' : 'plain',
    }),
    storage: async () => ({
      root: around.root,
      ...(await storageSizes(root, place.profileId)),
      counts: await history.read.conversations.counts(),
      problem: opened.problem(),
    }),
    openLink: around.openLink,
    openDataFolder: () => around.openFolder(root),
    offer: async (wanted) => around.offer(wanted),
    profiles: {
      list: async () => ({ active: place.profileId, profiles: await listProfiles(root) }),
      create: async (name) => createProfile(root, name, around.now()),
      async rename(id, name) {
        const renamed = renameProfile(root, id, name, around.now())
        if (id === place.profileId) opened.choose(renamed)
      },
      switchTo: (id) =>
        whileClosed(async () => {
          around.settings.change({ activeProfile: id })
          opened.choose(ensureProfile(root, id, around.now()))
        }),
      moveToTrash: async (id) => {
        if (id === place.profileId) throw new AppError('bad_input', 'the open profile stays')
        await deleteProfile(root, id, around.now())
      },
    },
    jobs: {
      async cancel(id) {
        jobs.cancel(id)
        closed.cancel(id)
      },
    },
    backups,
    space: spaceFor(opened),
    attachments: attachmentsFor({ files: around.files, jobs, database, attachments }),
    exports: exportsFor({ ...around, keys, jobs, read: history.read, database, attachments }),
    moves: movesFor({ ...around, thenRestart: opened.thenRestart }),
    imports: importsFor({ ...around, keys, history, jobs, paths: place.paths }),
    recovery: recoveryFor(
      { place, history, closed, whileClosed },
      (found) => (untold.rescue = found),
    ),
  }
}
