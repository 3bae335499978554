import { randomUUIDv7 } from 'node:crypto'
import type { Failure } from '@contract/errors'
import type { Publish } from '@contract/events'
import type { AppInfo } from '@contract/state'
import { suspect } from '../backup/suspect'
import { collectingIn } from '../attachments/collecting'
import { readingIn } from '../attachments/documents'
import type { FileDialogs } from '../attachments/attachmentsFor'
import { backupsFor, type UntoldRestore } from '../backup/backupsFor'
import { type Copying, startCopying } from '../backup/copying'
import { type Context, freshIndex, type Program } from '../domain/context'
import { finishTakingBack } from '../domain/imports'
import { lookAgain, stopAll } from '../domain/turn'
import { freshRoom } from '../domain/room'
import { startUpkeep } from '../domain/upkeep'
import type { PrintPdf } from '../transfer/exportsFor'
import type { AskOpen, AskWhere } from './dialogs'
import { lookingIn } from '../room/looking'
import { findProfile } from './findProfile'
import { type History, type HistoryPlace, openHistory } from './history'
import { runJob } from '../jobs/run'
import type { Recurring } from '../jobs/recurring'
import { type RunningJobs, runningJobs } from '../jobs/running'
import { programFor, type Untold } from './programFor'
import { warmUpSoon } from './warmUp'
import { createProvider } from '../providers/create'
import type { Fetch } from '../providers/provider'
import { type Cipher, type Keys, openKeys } from '../storage/keys'
import { paths } from '../storage/layout'
import { clearLeftovers } from '../storage/leftovers'
import type { RootEnvironment } from '../storage/rootRules'
import type { MachineSettingsFile } from '../storage/settingsFile'

/** What the program stands on; everything that differs between the window, a command and a test. */
export interface Surroundings extends Omit<HistoryPlace, 'profileId' | 'paths'> {
  settings: MachineSettingsFile
  cipher: Cipher
  fetch: Fetch
  publish: Publish
  info: Pick<AppInfo, 'version' | 'platform' | 'versions'>
  openLink(url: string): Promise<void>
  openFolder(path: string): Promise<void>
  askWhere: AskWhere
  askOpen: AskOpen
  /** All on which the place of the data depends. */
  world: RootEnvironment
  /** Ends the program and starts it anew, with `dataDir` as the folder that is asked for. */
  restart(dataDir?: string): void
  /** Puts a file among those that the system offers to open again. */
  noteFile(file: string): void
  files: FileDialogs
  printPdf: PrintPdf
  /** Has Chromium clear away what it makes again by itself. */
  clearCaches(): Promise<void>
  /** Shows a file among the others of its folder. */
  showFile(file: string): void
  /** How far all jobs are, or (null) that none is running. */
  showProgress(fraction: number | null): void
  /** Disables these commands in the menu, and no others. */
  offer(wanted: Parameters<Program['offer']>[0]): void
  /** Shows the windows anew, after another profile or another database was opened. */
  reload(): void
}

export interface App {
  /** Always the current one: another profile brings another. */
  context(): Context
  /** Ends replies, keeping what arrived, then the database. */
  close(): Promise<void>
}

const REMEMBER_EVERY_MS = 60_000

/** Opens the active profile and puts everything together. The only place where a Context is made. */
export async function openApp(around: Surroundings): Promise<App> {
  const root = around.root.path
  let profile = findProfile(around)
  let place: HistoryPlace
  let history: History
  let context: Context
  let jobs: RunningJobs
  let warming: NodeJS.Timeout
  let collecting: Recurring
  let isLeaving = false
  let copying: Copying
  let sound: { looking: Recurring; reading: Recurring } | undefined
  let backups: ReturnType<typeof backupsFor>
  let opened: { file: string; keys: Keys } | null = null
  const restoreTold: UntoldRestore = { restore: null }
  const untold: Untold = { rescue: null, space: null }
  clearLeftovers(root, performance.timeOrigin, around.log)
  await open()
  const timer = setInterval(() => void rememberHistory(), REMEMBER_EVERY_MS)

  async function open(): Promise<void> {
    place = { ...around, profileId: profile.id, paths: paths(root, profile.id) }
    history = await openHistory(place)
    jobs = runningJobs(around, around.showProgress)
    collecting = collectingIn(place.paths, around)
    copying = startCopying(around, place, history, jobs)
    context = makeContext()
    await rememberHistory()
    if (history.problem) copying.end()
    else {
      startUpkeep(context)
      finishTakingBack(context, { isTold: false })
      collecting.start()
      sound = { looking: lookingIn(context), reading: readingIn(context) }
      for (const each of Object.values(sound)) each.start()
    }
    if (history.isUnread) void readWhole()
    history.onReopened(() => void lookAgain(context))
    warming = warmUpSoon(context)
  }

  /** After a crash, for as long as it takes: damage is said now, and mended at the next start. */
  async function readWhole(): Promise<void> {
    try {
      const [damage] = await runJob('findDamageIn', place.paths.database)
      if (damage) context.reportStorage({ code: 'database_damaged', detail: damage })
    } catch (error) {
      around.log.warn('the history could not be read whole', { error })
    }
  }

  async function shut(): Promise<void> {
    clearTimeout(warming)
    copying.end()
    backups.end()
    // All at once: an import that went on meanwhile could come to its end, though somebody has ended it.
    await Promise.all([jobs.end(), sound?.looking.end(), sound?.reading.end(), collecting.end()])
    await stopAll(context)
    await rememberHistory()
    await history.close()
  }

  async function rememberHistory(): Promise<void> {
    await history.remember().catch((error: unknown) => {
      around.log.warn('the counts could not be noted', { error })
    })
  }

  /** Runs what needs the database closed, then opens it again; where it fails, all is as before. */
  async function whileClosed<T>(work: () => Promise<T>): Promise<T> {
    await shut()
    try {
      const done = await work()
      await open()
      around.reload()
      return done
    } catch (error) {
      await open()
      throw error
    }
  }

  /** The same for what ends with another start of the program. */
  async function thenRestart(work: () => Promise<boolean>, dataDir?: string): Promise<boolean> {
    await shut()
    isLeaving = await work().catch(async (error: unknown) => {
      await open()
      throw error
    })
    if (isLeaving) around.restart(dataDir)
    else await open()
    return isLeaving
  }

  /** Those of a profile that is only closed for a moment stay: some are in memory alone. */
  function keysIn(file: string): Keys {
    if (opened?.file !== file) opened = { file, keys: openKeys(file, around.cipher) }
    return opened.keys
  }

  function makeContext(): Context {
    const keys = keysIn(`${place.paths.profile}/keys.json`)
    let problem: Failure | null = null
    const { plan } = copying
    const shared = {
      around,
      place,
      history,
      jobs,
      closed: runningJobs(around, around.showProgress),
      whileClosed,
    }
    backups = backupsFor({ ...shared, keys, plan, untold: restoreTold })
    return {
      read: history.read,
      write: history.write,
      findMalformed: history.findMalformed,
      keys,
      turns: new Map(),
      asking: new Set(),
      index: freshIndex(),
      fetch: around.fetch,
      attachmentsFolder: place.paths.attachments,
      collectFiles: () => collecting.now(),
      readDocuments: () => sound?.reading.now(),
      publish: around.publish,
      log: around.log,
      now: around.now,
      newId: () => randomUUIDv7(),
      async connect({ apiKeyId, ...config }) {
        const key = apiKeyId && (await keys.read(apiKeyId))
        return createProvider({ ...config, key }, { fetch: around.fetch })
      },
      reportStorage(found) {
        if (found?.code === problem?.code) return
        if (found?.code === 'database_damaged') suspect(place.paths.database)
        problem = found
        if (found?.code === 'disk_full') context.room.isDiskFull = true
        context.room.look()
        around.publish('storage.changed', { problem })
      },
      noteCounts: rememberHistory,
      copyBeforeDelete: copying.beforeDelete,
      room: { ...freshRoom(), look: () => sound?.looking.now() },
      program: programFor({
        ...shared,
        keys,
        backups,
        thenRestart,
        untold,
        forgetKeys: () => (opened = null),
        problem: () => problem,
        profile: () => profile,
        choose: (chosen) => (profile = chosen),
      }),
    }
  }

  return {
    context: () => context,
    async close() {
      clearInterval(timer)
      if (!isLeaving) await shut()
    },
  }
}
