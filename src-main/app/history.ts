import { randomUUID } from 'node:crypto'
import { AppError, toFailure } from '../errors'
import type { OpenOptions } from '../db/open'
import { remote } from '../db/remote'
import { openStore, type Store } from '../db/threads'
import type { Log } from '../log'
import { endClearing, isBeingCleared, removeCleared } from '../storage/clearing'
import { compare, type LastKnown, lastKnownFile, recall, remember } from '../storage/lastKnown'
import type { Paths } from '../storage/layout'
import type { Root } from '../storage/root'
import { fileSizeSync } from '../storage/files'

/** When the window is there and has read what it shows first. */
const READ_APART_AFTER_MS = 1000

/** One profile's history, open or, with `problem`, not. */
export interface History extends Omit<Store, 'readApart'> {
  problem: AppError | null
  lastKnown: LastKnown | null
  /** Forgets what was noted, because another history takes this one's place on purpose. */
  forget(): Promise<void>
  /** Notes outside the root how much is in it, so that its loss cannot go unnoticed. */
  remember(): Promise<void>
}

export interface HistoryPlace {
  root: Root
  profileId: string
  paths: Paths
  appDataDir: string
  migrations: OpenOptions['migrations']
  now: () => number
  log: Log
}

/**
 * Opens the history of a profile. Never throws for what is wrong with it: a history that cannot be
 * opened, or that is not the one that was here, answers every query with that problem instead.
 */
export async function openHistory(place: HistoryPlace): Promise<History> {
  const { root, profileId, paths, log, now } = place
  const memory = lastKnownFile(root, place.appDataDir)
  await completeClearing(place, memory)
  const lastKnown = recall(memory, profileId)
  let lastNoted = ''
  const forget = () => remember(memory, root.path, profileId, null)
  try {
    if (lastKnown && lastKnown.conversations > 0 && isNowhere(paths.database)) {
      throw new AppError('database_missing', paths.database)
    }
    const options = { migrations: place.migrations, copiesFolder: paths.backups, now: now() }
    const store = await openStore(paths.database, options, log)
    try {
      await checkIdentity(store, lastKnown, paths.database)
      const orphans = await store.write.chunks.foldOrphans(now())
      if (orphans.length > 0) log.warn('replies were interrupted', { conversations: orphans })
    } catch (error) {
      await store.close()
      throw error
    }
    // Nothing happens where it was closed meanwhile.
    setTimeout(() => void store.readApart(), READ_APART_AFTER_MS).unref()
    return {
      ...store,
      problem: null,
      lastKnown,
      forget,
      async remember() {
        const counts = await store.read.conversations.counts()
        const databaseId = await store.read.settings.databaseId()
        const noted = JSON.stringify({ databaseId, ...counts })
        if (noted === lastNoted) return
        await remember(memory, root.path, profileId, { databaseId, ...counts, at: now() })
        lastNoted = noted
      },
    }
  } catch (error) {
    log.error('the history cannot be opened', { file: paths.database, error })
    const { code, detail, values } = toFailure(error)
    return { ...closedHistory(new AppError(code, detail, values), lastKnown), forget }
  }
}

/** Nobody is to miss what was cleared, so that is forgotten before the sign of it goes. */
async function completeClearing(
  { root, profileId, paths, log }: HistoryPlace,
  memory: string | null,
): Promise<void> {
  if (!isBeingCleared(paths.profile)) return
  removeCleared(paths.profile)
  await remember(memory, root.path, profileId, null)
  endClearing(paths.profile)
  log.info('the profile was cleared', { profileId })
}

/** A new database gets its first rows; any other must be the one that was here before. */
async function checkIdentity(store: Store, known: LastKnown | null, file: string): Promise<void> {
  const isNew = !(await store.read.settings.exists())
  const found = isNew
    ? null
    : {
        databaseId: await store.read.settings.databaseId(),
        ...(await store.read.conversations.counts()),
        emptiedOnPurpose: await store.read.erasure.isDue(),
      }
  const problem = compare(known, found)
  if (problem) throw new AppError(problem, file)
  await store.write.settings.ensureDefaults(randomUUID(), Date.now())
}

/** Neither in the file nor in the log that a killed program left. */
function isNowhere(file: string): boolean {
  return fileSizeSync(file) === 0 && fileSizeSync(`${file}-wal`) === 0
}

function closedHistory(problem: AppError, lastKnown: LastKnown | null): Omit<History, 'forget'> {
  const refuse = () => Promise.reject(problem)
  return {
    read: remote(refuse),
    write: remote(refuse),
    findMalformed: refuse,
    isUnread: false,
    onReopened: () => undefined,
    connect: refuse,
    close: () => Promise.resolve(),
    remember: () => Promise.resolve(),
    problem,
    lastKnown,
  }
}
