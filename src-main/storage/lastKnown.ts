import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { keepAside } from './damaged'
import { namesIn, writeFileAtomic, writeFileAtomicSync } from './files'
import type { Root } from './root'
import { PORTABLE_DATA } from './rootRules'

/** What a profile's history was when it was last seen whole; `at` in milliseconds since 1970. */
const LastKnown = z.object({
  databaseId: z.string(),
  conversations: z.number().int().min(0),
  messages: z.number().int().min(0),
  at: z.number().int(),
})
export type LastKnown = z.infer<typeof LastKnown>

const MEMORIES = 'last-known'

const LastKnownFile = z.object({ root: z.string(), profiles: z.record(z.string(), LastKnown) })

/**
 * What is in the file now; null where there is none, or one without our tables. It was emptied on purpose
 * where it knows of a deletion after which the program was killed before it could note that here.
 */
export type Found = (Omit<LastKnown, 'at'> & { emptiedOnPurpose?: boolean }) | null

/**
 * Where the memory of a root is kept: outside it, so that it outlives it. A portable copy leaves
 * nothing on a machine it visits, so its memory lies beside its data. Any other root, also one that
 * was asked for by `--data-dir`, is remembered in the app-data folder: that is still there when the
 * disk with the root is not. One file for each root, because each root has one writer, and two
 * running copies would overwrite each other in a common one. A temporary root promises nothing (null).
 */
export function lastKnownFile(
  root: Pick<Root, 'path' | 'kind'>,
  appDataDir: string,
): string | null {
  if (root.kind === 'temporary') return null
  // By its name and not by its kind, so that `--data-dir` on a portable folder finds the same memory.
  if (basename(root.path) === PORTABLE_DATA) {
    return join(dirname(root.path), 'keepsake-last-known.json')
  }
  const key = createHash('sha256').update(root.path).digest('hex').slice(0, 16)
  return join(appDataDir, MEMORIES, `${key}.json`)
}

/** What is remembered of a profile; null where nothing is, or the memory itself is damaged. */
export function recall(file: string | null, profileId: string): LastKnown | null {
  return (file && readLastKnown(file)?.profiles[profileId]) || null
}

/**
 * Notes what a profile's history holds. Whatever lowers the counts on purpose (emptying the trash,
 * clearing all, a restore) calls it afterwards. Throws where it cannot be written; nothing that the
 * user does depends on it, so the caller logs that and goes on. One call at a time for each root.
 */
export async function remember(
  file: string | null,
  root: string,
  profileId: string,
  known: LastKnown | null,
) {
  if (file === null) return
  const before = readLastKnown(file)
  // A memory that cannot be read is kept, like anything damaged.
  if (before === null && existsSync(file)) keepAside(file, 'damaged', Date.now())
  const { [profileId]: _, ...others } = before?.profiles ?? {}
  const profiles = known ? { ...others, [profileId]: known } : others
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  await writeFileAtomic(file, `${JSON.stringify({ root, profiles }, null, 2)}\n`)
}

/** Has a root remembered as the one whose data it took over; another root's memory of its place goes. */
export function carryOver(memory: string | null, to: { file: string | null; root: string }): void {
  if (to.file === null) return
  const known = memory && readLastKnown(memory)
  if (!known) return rmSync(to.file, { force: true })
  mkdirSync(dirname(to.file), { recursive: true, mode: 0o700 })
  writeFileAtomicSync(to.file, `${JSON.stringify({ ...known, root: to.root }, null, 2)}\n`)
}

/** The roots of which something is remembered on this machine. */
export function rememberedRoots(appDataDir: string): string[] {
  const folder = join(appDataDir, MEMORIES)
  return namesIn(folder).flatMap((name) => readLastKnown(join(folder, name))?.root ?? [])
}

/**
 * Compares what was there with what is there. A history that vanished, or shrank to nothing without
 * having been remembered so, is missing; one of another database is foreign; null means all is well.
 */
export function compare(known: LastKnown | null, found: Found) {
  if (known === null || known.conversations === 0) return null
  if (found === null) return 'database_missing'
  if (found.databaseId !== known.databaseId) return 'database_foreign'
  // What is only in the trash still has its messages.
  const isEmpty = found.conversations + found.messages === 0
  return isEmpty && !found.emptiedOnPurpose ? 'database_missing' : null
}

function readLastKnown(file: string) {
  try {
    return LastKnownFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
