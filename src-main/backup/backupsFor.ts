import { mkdtempSync, rmSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RestoreReport } from '@contract/backup'
import type { Id } from '@contract/entities'
import type { Surroundings } from '../app/app'
import { kindInName, lastRestoreIn, timeInName } from './copyNames'
import { isBackupName } from './plan'
import type { PlannedBackups } from './planned'
import { askForBackup, askForTarget } from './dialogs'
import type { Program } from '../domain/context'
import { AppError } from '../errors'
import type { History, HistoryPlace } from '../app/history'
import { EXAMINER } from './examiner'
import { type Helpers, runJob } from '../jobs/run'
import type { ClosedJobs, RunningJobs } from '../jobs/running'
import { whereOf } from '../moving/where'
import { namesIn, fileSizeSync } from '../storage/files'
import type { Keys } from '../storage/keys'
import { paths as pathsOf } from '../storage/layout'

/** What a restore did, until a window was told. */
export interface UntoldRestore {
  restore: RestoreReport | null
}

interface Needs {
  around: Surroundings
  place: HistoryPlace
  history: History
  jobs: RunningJobs
  closed: ClosedJobs
  keys: Keys
  plan: PlannedBackups
  whileClosed<T>(work: () => Promise<T>): Promise<T>
  untold: UntoldRestore
}

/** A backup that was read for a restore, and the folder that its database waits in. */
interface Opened {
  file: string
  /** What the user is told: of a profile, the data folder that it is in. */
  shown: string
  folder: string
}

/** What a window can ask for: only the user names files, and copies are named from their list. */
export function backupsFor(needs: Needs): Program['backups'] & { end(): void } {
  const { around, place, history, jobs, closed, plan, whileClosed, untold } = needs
  const { paths, migrations } = place
  const { database, backups } = paths
  const written = new Set<string>()
  const helpers = helpersFor(needs)
  let opened: Opened | null = null

  function leave(): void {
    if (opened) rmSync(opened.folder, { recursive: true, force: true })
    opened = null
  }

  /** A window names one of the copies it was shown, and no other file. */
  function copyCalled(name: string): string {
    // A safety backup that was made before a profile was cleared.
    if (isBackupName(name) && namesIn(paths.trash).includes(name)) return join(paths.trash, name)
    if (kindInName(name) === null || !namesIn(backups).includes(name)) {
      throw new AppError('not_found', name)
    }
    return join(backups, name)
  }

  /** Reads a backup, or a profile's folder, and keeps its database for previews. */
  async function read(id: Id, file: string, shown = file) {
    leave()
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-restore-'))
    opened = { file, shown, folder }
    const job = { id, kind: 'preview', name: 'openBackupJob' } as const
    const found = await jobs.run(job, { file, folder, migrations }).catch((error: unknown) => {
      leave()
      throw error
    })
    if (!found) leave()
    return found && { ...found, file: shown }
  }

  const fileFor = async (name: string | null) =>
    name === null ? askForBackup(around) : copyCalled(name)

  function current(): Opened {
    if (!opened) throw new AppError('not_found', 'no backup is open')
    return opened
  }

  return {
    end: leave,
    async create({ jobId: id, passphrase }) {
      const file = await askForTarget(around)
      if (file === null) return null
      const task = {
        paths,
        file,
        passphrase,
        overwrite: true,
        app: around.info.version,
        supported: migrations.length,
        now: around.now(),
      }
      const made = await jobs.run({ id, kind: 'backup', name: 'backupJob' }, task, helpers)
      if (made) written.add(made.file)
      return made
    },
    async verify({ jobId: id, name }) {
      const file = await fileFor(name)
      if (file === null) return null
      const supported = migrations.length
      return jobs.run({ id, kind: 'verify', name: 'verifyJob' }, { file, supported })
    },
    async open({ jobId: id, name }) {
      const file = await fileFor(name)
      if (file === null) return null
      const found = await read(id, file)
      const created = found?.created ?? timeInName(file)
      return found && { ...found, created, bytes: fileSizeSync(file) }
    },
    async openProfile({ jobId: id, root, profile }) {
      // A window names a profile that it was shown, and no other folder.
      const roots = await runJob('findRoots', whereOf(around))
      const isKnown = roots.some(
        ({ path, profiles }) => path === root && profiles.some((each) => each.id === profile),
      )
      if (!isKnown) throw new AppError('not_found', `profile ${profile} in ${root}`)
      const from = pathsOf(root, profile)
      const found = await read(id, from.profile, root)
      return found && { ...found, bytes: fileSizeSync(from.database) }
    },
    async unlock(passphrase) {
      await runJob('unlockBackup', current().file, passphrase)
    },
    async preview({ jobId: id, only, replace }) {
      const { folder } = current()
      const job = { id, kind: null, name: 'previewRestoreJob' } as const
      return jobs.run(job, { paths, folder, only, replace, migrations })
    },
    async restore({ jobId: id, ...choice }) {
      const { file, shown } = current()
      const allowPlain = await arePlainKeysAllowed(history)
      leave()
      const task = { ...choice, paths, file, migrations, allowPlain, now: around.now() }
      const done = await whileClosed(async () => {
        const job = { id, kind: 'restore', name: 'restoreJob' } as const
        const restored = await closed.run(job, task, helpers)
        // Before the window comes back: it asks for this when it does.
        untold.restore = restored
          ? { kind: 'restored', file: shown, ...restored }
          : { kind: 'cancelled' }
        return restored
      })
      return done !== null
    },
    leave: async () => leave(),
    async report() {
      const report = untold.restore
      untold.restore = null
      return report
    },
    async undoRestore() {
      await whileClosed(async () => {
        await history.forget()
        const options = { migrations, now: around.now() }
        const { conversations, messages } = await runJob('undoRestore', paths, options)
        untold.restore = { kind: 'undone', conversations, messages }
      })
    },
    copies: () => runJob('listCopies', backups),
    copyNow: () => runJob('makeCopyNow', database, backups, around.now()),
    async show(file) {
      if (!written.has(file)) throw new AppError('not_found', file)
      await access(file).catch(() => {
        throw new AppError('not_found', file)
      })
      around.showFile(file)
    },
    showCopy: async (name) => around.showFile(copyCalled(name)),
    state: async () => ({ plan: plan.state(), restoredAt: lastRestoreIn(backups)?.at ?? null }),
    async chooseFolder() {
      const { folder, every } = plan.state()
      const [chosen = null] = await around.askOpen('backupFolder', folder)
      if (chosen !== null) plan.change({ folder: chosen, every: every === 'off' ? 'daily' : every })
    },
    plan: async (patch) => plan.change(patch),
    runPlan: () => plan.run(),
    dismiss: async () => plan.dismiss(),
    check: ({ jobId: id }) => jobs.run({ id, kind: 'check', name: 'checkJob' }, { database }),
  }
}

/** Keys are opened by the system, which only the shell can ask; they go to the thread and nowhere else. */
function helpersFor({ keys, history }: Needs): Helpers {
  // The thread calls these with what `Keys` takes: their types are said in `backup/jobs.ts`.
  return {
    keyState: (id) => keys.state(id as Id),
    readKey: (id) => keys.read(id as Id),
    saveKey: (id, secret, options) =>
      keys.save(id as Id, secret as string, options as Parameters<Keys['save']>[2]),
    forget: () => history.forget(),
    ...EXAMINER,
  }
}

/** Where the history does not open, nobody can be asked: then keys are entered again. */
function arePlainKeysAllowed({ read }: History): Promise<boolean> {
  return read.settings.get().then(
    ({ plainKeysAllowed }) => plainKeysAllowed,
    () => false,
  )
}
