import { join } from 'node:path'
import type { BackupPlan } from '@contract/backup'
import { AppError, toFailure } from '../errors'
import type { Log } from '../log'
import { backupName, isDue, isFolder, removeOld, type StoredPlan } from './plan'

/** First the window, its lists and what a user does first; then the copy of the day. */
const FIRST_AFTER_MS = 180_000
/** A disk that is connected again is noticed soon. */
const EVERY_MS = 600_000

/** Scheduled backups into a folder, for as long as the history is open. */
export interface PlannedBackups {
  state(): BackupPlan
  /** Changes the plan, and makes a backup where one is now due. */
  change(patch: Partial<Pick<StoredPlan, 'folder' | 'every' | 'keep'>>): void
  /** Makes one now; what went wrong is told, and in the state. */
  run(): Promise<void>
  /** Puts a failure out of sight until another attempt ends otherwise. */
  dismiss(): void
  end(): void
}

export interface PlanSurroundings {
  read(): StoredPlan
  /** On the disk when it returns. */
  write(plan: StoredPlan): void
  /** Makes a backup in a thread of its own; null where that was cancelled. */
  make(file: string): Promise<unknown>
  tell(plan: BackupPlan): void
  now(): number
  log: Log
  firstAfter?: number
  every?: number
}

export function planBackups(around: PlanSurroundings): PlannedBackups {
  const { read, write, now, log } = around
  let running: Promise<void> | null = null
  let dismissed: string | null = null

  function state(): BackupPlan {
    const { folder, every, keep, lastAt, failure } = read()
    const isDismissed = failure !== null && dismissed === failure.code
    return {
      folder,
      every,
      keep,
      lastAt,
      failure,
      dismissed: isDismissed,
      running: running !== null,
    }
  }

  async function attempt(): Promise<void> {
    const plan = read()
    const at = now()
    try {
      const name = await makeOne(plan, at)
      if (name === null) return
      const made = prune(read(), [name, ...read().made])
      write({ ...read(), made, lastAt: at, triedAt: at, failure: null })
      dismissed = null
      log.info('the scheduled backup was made', { name })
    } catch (error) {
      write({ ...read(), triedAt: at, failure: toFailure(error) })
      log.warn('the scheduled backup was not made', { error })
    }
  }

  async function makeOne({ folder }: StoredPlan, at: number): Promise<string | null> {
    if (folder === null) throw new AppError('bad_input', 'no folder was chosen')
    if (!isFolder(folder)) throw new AppError('backup_folder_missing', undefined, { path: folder })
    const name = backupName(at)
    return (await around.make(join(folder, name))) === null ? null : name
  }

  /** The new one is there; that an old one stays is no failure of it. */
  function prune({ folder, keep }: StoredPlan, made: string[]): string[] {
    try {
      return folder === null ? [] : removeOld(folder, made, keep)
    } catch (error) {
      log.warn('old backups could not be removed', { error })
      return made
    }
  }

  /** One at a time: who asks meanwhile waits for the one that is being made. */
  function begin(): Promise<void> {
    running ??= attempt()
      .catch((error: unknown) => log.error('the plan of backups could not be noted', { error }))
      .finally(() => {
        running = null
        around.tell(state())
      })
    around.tell(state())
    return running
  }

  const attemptIfDue = () => {
    if (!running && isDue(read(), now())) void begin()
  }
  const first = setTimeout(attemptIfDue, around.firstAfter ?? FIRST_AFTER_MS)
  const timer = setInterval(attemptIfDue, around.every ?? EVERY_MS)
  for (const each of [first, timer]) each.unref()

  return {
    state,
    change(patch) {
      const before = read()
      const moved = patch.folder !== undefined && patch.folder !== before.folder
      // What lies in another folder stays there.
      write({ ...before, ...patch, ...(moved && { made: [], lastAt: null, failure: null }) })
      around.tell(state())
      attemptIfDue()
    },
    run: begin,
    dismiss() {
      dismissed = read().failure?.code ?? null
      around.tell(state())
    },
    end() {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}
