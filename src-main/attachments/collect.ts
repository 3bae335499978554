import { lstatSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { kindInName, timeInName } from '../backup/copyNames'
import { contents } from '../db/attachments'
import { closeDatabase, openReadable } from '../db/open'
import { readPrivately } from '../db/privately'
import { namesIn, syncFolder } from '../storage/files'
import { contentsIn, filesIn, type StoreFile } from './store'

/** What is so new may belong to a row that is about to be written, also by another process. */
const NEW_MS = 3_600_000
/** The same where somebody waits for it. */
const ASKED_NEW_MS = 600_000
/** For how long a copy of the history can be put back with all its files. */
const KEEP_MS = 30 * 86_400_000
/** Takes a content out of use before it is decided whether it goes. */
const GOING = '.going'

export interface Store {
  database: string
  backups: string
  attachments: string
}

export interface Collected {
  removed: string[]
  bytes: number
  /** A database that could not be read: what it refers to is not known, and everything stays. */
  unread: string | null
}

/**
 * Removes the contents that nothing refers to: neither the history, its trash and its drafts, nor a copy
 * that the program made within 30 days, nor a history that was set aside. Broken off at any point, it
 * leaves each content whole or gone, and the next time goes on. Without `forCopies` what only copies have
 * goes as well, because somebody asks for room.
 */
export async function collectFiles(
  store: Store,
  now: number,
  { forCopies = true } = {},
): Promise<Collected> {
  const done: Collected = { removed: [], bytes: 0, unread: null }
  await clearLeftovers(store.attachments, now)
  const newFor = forCopies ? NEW_MS : ASKED_NEW_MS
  const old = contentsIn(store.attachments).filter(({ at }) => Math.abs(now - at) > newFor)
  if (old.length === 0) return done
  const named = namedIn(store.database)
  let unused = old.filter(({ name }) => !named.has(name))
  for (const file of forCopies ? othersOf(store, now) : []) {
    if (unused.length === 0) return done
    const known = readOther(file)
    if (known) unused = unused.filter(({ name }) => !known.has(name))
    // One that was set aside long ago and cannot be read would keep everything for ever.
    else if (!isOld(file, now)) return { ...done, unread: basename(file) }
  }
  for (const file of unused) {
    if (!(await removeUnlessNew(file, now, newFor))) continue
    done.removed.push(file.name)
    done.bytes += file.bytes
  }
  return done
}

/** The contents that a history refers to. */
export function namedIn(database: string): Set<string> {
  const db = openReadable(database)
  try {
    return new Set(contents(db).map(({ sha256 }) => sha256))
  } finally {
    closeDatabase(db)
  }
}

/** The other databases that may be put back one day. */
function othersOf({ database, backups }: Store, now: number): string[] {
  const copies = namesIn(backups)
    .filter((name) => kindInName(name) !== null)
    .map((name) => join(backups, name))
    .filter((file) => !isOld(file, now))
  const aside = namesIn(dirname(database))
    .filter(
      (name) => name.startsWith(`${basename(database)}.`) && !/-(?:wal|shm|journal)$/.test(name),
    )
    .map((name) => join(dirname(database), name))
  return [...copies, ...aside]
}

function isOld(file: string, now: number): boolean {
  const at = timeInName(file) ?? lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return now - at > KEEP_MS
}

function readOther(file: string): Set<string> | null {
  try {
    return readPrivately(file, (client) => {
      const query = client.prepare('SELECT DISTINCT sha256 FROM attachments')
      return new Set(query.pluck().all() as string[])
    })
  } catch {
    return null // Whatever it threw: it is not known what it refers to.
  }
}

/**
 * Somebody may attach the same file again at this very moment: they touch it, or find it gone and write
 * it anew. So it is first renamed, and comes back where it was touched meanwhile.
 */
async function removeUnlessNew({ path }: StoreFile, now: number, newFor: number): Promise<boolean> {
  const going = `${path}${GOING}`
  await rename(path, going)
  const at = lstatSync(going, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Math.abs(now - at) <= newFor) {
    await bringBack(going, path)
    return false
  }
  await rm(going, { force: true })
  await syncFolder(dirname(path))
  return true
}

async function bringBack(going: string, path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })) await rm(going, { force: true })
  else await rename(going, path)
}

/** What a crash left: files half written, and contents of which it was not decided. */
async function clearLeftovers(folder: string, now: number): Promise<void> {
  for (const { name, path, at } of filesIn(folder)) {
    if (name.endsWith(GOING)) await bringBack(path, path.slice(0, -GOING.length))
    const isLeft = name.endsWith('.partial') && Math.abs(now - at) > NEW_MS
    if (isLeft) await rm(path, { force: true })
  }
}
