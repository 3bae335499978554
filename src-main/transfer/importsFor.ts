import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ImportOutcome, InterruptedImports } from '@contract/imports'
import type { Id } from '@contract/entities'
import type { AskOpen } from '../app/dialogs'
import type { Program } from '../domain/context'
import { AppError } from '../errors'
import type { History } from '../app/history'
import type { Helpers } from '../jobs/run'
import type { RunningJobs } from '../jobs/running'
import type { Log } from '../log'
import type { Keys } from '../storage/keys'
import type { Paths } from '../storage/layout'
import type { MachineSettingsFile } from '../storage/settingsFile'

interface Needs {
  paths: Pick<Paths, 'database' | 'attachments' | 'backups'>
  history: Pick<History, 'connect' | 'read'>
  keys: Keys
  jobs: RunningJobs
  settings: MachineSettingsFile
  now: () => number
  log: Log
  askOpen: AskOpen
  /** Puts a file among those that the system offers to open again. */
  noteFile(file: string): void
}

/** What a window can ask for: it imports what the user chose or dropped, and nothing else. */
export function importsFor(needs: Needs): Program['imports'] {
  const { jobs, now, settings, log, askOpen, history, noteFile } = needs
  const { database, attachments, backups } = needs.paths
  const chosen = new Set<string>()
  let isRunning = false
  let untold: InterruptedImports | null = null

  function take(paths: string[]) {
    for (const path of paths) chosen.add(path)
    return paths.map((path) => ({ path, name: basename(path) }))
  }

  function check(paths: string[]): void {
    const strange = paths.find((path) => !chosen.has(path))
    if (strange !== undefined) throw new AppError('bad_input', `${strange} was not chosen`)
  }

  function remember(folder: string): void {
    try {
      if (folder !== settings.get().lastFolder) settings.change({ lastFolder: folder })
    } catch (error) {
      log.warn('the folder is not noted for the next time', { error })
    }
  }

  return {
    async choose(folder) {
      const paths = await askOpen(folder ? 'importFolder' : 'import', settings.get().lastFolder)
      const [first] = paths
      if (first !== undefined) remember(dirname(first))
      return take(paths)
    },
    async drop(paths) {
      for (const path of paths) {
        const found = await stat(path).catch(() => null)
        if (!found?.isFile() && !found?.isDirectory()) throw new AppError('bad_input', path)
      }
      return take(paths)
    },
    async preview({ jobId: id, paths, ...choice }) {
      check(paths)
      const job = { id, kind: 'import', name: 'tryImportJob' } as const
      return jobs.run(job, { ...choice, database, paths: [...new Set(paths)], at: now() })
    },
    async run({ jobId: id, paths, ...choice }) {
      check(paths)
      // Two at once would not know of each other's conversations.
      if (isRunning) throw new AppError('import_running')
      isRunning = true
      try {
        const writer = await history.connect()
        const job = { id, kind: 'import', name: 'importJob', ports: [writer] } as const
        const places = { database, attachments, backups }
        const task = { ...choice, ...places, paths: [...new Set(paths)], at: now(), writer }
        const outcome = await jobs.run(job, task, helpersFor(needs))
        for (const file of imported(outcome)) noteFile(file)
        return outcome
      } finally {
        isRunning = false
      }
    },
    isRunning: () => isRunning,
    noteInterrupted: (found) => (untold = found),
    tellInterrupted() {
      const found = untold
      untold = null
      return found
    },
  }
}

/** Keys are kept by the system, which only the shell can ask; they come from the thread and go nowhere else. */
function helpersFor({ keys, history }: Needs): Helpers {
  // The thread calls these with what `KeyPlace` says in `transfer/importEntries.ts`.
  return {
    async saveKey(id, secret) {
      const { plainKeysAllowed: allowPlain } = await history.read.settings.get()
      await keys.save(id as Id, secret as string, { allowPlain })
    },
    removeKey: (id) => keys.remove(id as Id),
  }
}

function imported({ results }: ImportOutcome): string[] {
  return results.filter(({ report }) => report !== null).map(({ source }) => source.path)
}
