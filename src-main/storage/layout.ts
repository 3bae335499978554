import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { AppError } from '../errors'
import { keepAside } from './damaged'
import { isMissing, writeFileAtomicSync } from './files'

/** The arrangement of files that this program knows; a higher number was written by a newer one. */
export const LAYOUT = 1

/** `created` in milliseconds since 1970. `id` stays with the root wherever it travels. */
const RootFile = z.object({
  id: z.string().min(1),
  created: z.number().int(),
  layout: z.number().int().min(1),
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
  writeFileAtomicSync(file, `${JSON.stringify(made, null, 2)}\n`)
  return made
}

/** Whether a folder is a data root that this user can read, whichever version wrote it. */
export function isRoot(folder: string) {
  try {
    const file = readRootFile(join(folder, 'root.json'))
    return file !== null && file !== 'damaged'
  } catch {
    return false
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
