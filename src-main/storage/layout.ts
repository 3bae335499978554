import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { AppError } from '../errors'
import { keepAside } from './damaged'
import { isMissing, writeFileAtomicSync } from './files'

/** The arrangement of files that this program knows; a higher number was written by a newer one. */
export const LAYOUT = 1

/**
 * `created` in milliseconds since 1970. `id` stays with the root wherever it travels. `movedTo` marks what
 * a move left behind: an old copy, or only the sign that says where the data is.
 */
const RootFile = z.object({
  id: z.string().min(1),
  created: z.number().int(),
  layout: z.number().int().min(1),
  movedTo: z.object({ path: z.string().min(1), at: z.number().int() }).optional(),
})
export type RootFile = z.infer<typeof RootFile>

/**
 * Makes a folder a data root, or reads the one that is there. A damaged `root.json` is kept under
 * another name. Throws `database_newer` when a newer program arranged the folder; nothing is changed.
 */
export function openLayout(root: string, now: number): RootFile {
  const file = join(root, 'root.json')
  const known = readRootFile(file)
  if (known && known !== 'damaged' && known.layout > LAYOUT) {
    throw new AppError('database_newer', file, { schema: known.layout, supported: LAYOUT })
  }
  for (const folder of ['profiles', 'logs', 'chromium']) {
    mkdirSync(join(root, folder), { recursive: true, mode: 0o700 })
  }
  if (known && known !== 'damaged') return known
  if (known === 'damaged') keepAside(file, 'damaged', now)
  const made = { id: randomUUID(), created: now, layout: LAYOUT }
  writeRoot(root, made)
  return made
}

/** Replaces what a root says of itself. */
export function writeRoot(root: string, file: RootFile): void {
  writeFileAtomicSync(join(root, 'root.json'), `${JSON.stringify(file, null, 2)}\n`)
}

/** What a folder says of itself as a root; null where it is none, or none that can be read. */
export function readRoot(folder: string): RootFile | null {
  try {
    const file = readRootFile(join(folder, 'root.json'))
    return file === 'damaged' ? null : file
  } catch {
    return null
  }
}

/** Whether a folder is a whole data root that this user can read, whichever version wrote it. */
export function isRoot(folder: string) {
  return readRoot(folder) !== null && !isUnfinished(folder)
}

/** The file in a folder for as long as a root is being copied into it. */
export function unfinishedFile(folder: string) {
  return join(folder, 'moving.json')
}

/** Whether a root is still being copied into this folder, or the copying was interrupted. */
export function isUnfinished(folder: string) {
  return existsSync(unfinishedFile(folder))
}

/**
 * Where the data of an old copy is now, as far as the way there can be followed; null where this is no old
 * copy, or the place that it names cannot be reached.
 */
export function movedOn(folder: string): string | null {
  const seen = new Set([folder])
  const id = readRoot(folder)?.id
  let found: string | null = null
  for (let at = folder; ;) {
    const next = readRoot(at)?.movedTo?.path
    if (!next || seen.has(next) || !isRoot(next) || readRoot(next)?.id !== id) return found
    seen.add(next)
    found = at = next
  }
}

/** Where each thing of a root and of one profile in it lies. */
export function paths(root: string, profileId: string) {
  const profile = join(root, 'profiles', profileId)
  return {
    root,
    settings: join(root, 'settings.json'),
    lock: join(root, 'lock.json'),
    profiles: join(root, 'profiles'),
    logs: join(root, 'logs'),
    chromium: join(root, 'chromium'),
    trash: join(root, 'trash'),
    profile,
    profileFile: join(profile, 'profile.json'),
    database: join(profile, 'keepsake.db'),
    attachments: join(profile, 'attachments'),
    workspaces: join(profile, 'workspaces'),
    backups: join(profile, 'backups'),
  }
}
export type Paths = ReturnType<typeof paths>

function readRootFile(file: string): RootFile | 'damaged' | null {
  try {
    return RootFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (isMissing(error)) return null
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'damaged'
    throw error
  }
}
