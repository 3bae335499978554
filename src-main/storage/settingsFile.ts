import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import * as z from 'zod'
import { THEMES } from '@contract/values'
import { StoredPlan } from '../backup/plan'
import { AppError } from '../errors'
import { keepAside } from './damaged'
import { syncFolderSync, writeFileAtomicSync } from './files'

/** The version of this file's form; a higher number was written by a newer program. */
export const SETTINGS_VERSION = 1

/** What belongs to the machine and not to a profile, and therefore in no backup. */
const MachineSettings = z.object({
  version: z.literal(SETTINGS_VERSION),
  /** Known before the database is open, so that no window begins in the wrong colours. */
  theme: z.enum(THEMES).default('system'),
  activeProfile: z.string().regex(/^[0-9a-z-]{1,64}$/),
  window: z
    .object({
      x: z.number().int().optional(),
      y: z.number().int().optional(),
      width: z.number().int().min(200).max(100_000),
      height: z.number().int().min(200).max(100_000),
      maximized: z.boolean(),
    })
    .nullable(),
  /** Where the user last put a file, because the system's dialogs do not remember it. */
  lastFolder: z.string().nullable().default(null),
  /** Scheduled backups of each profile: folders are the machine's. */
  backupPlans: z.record(z.string(), StoredPlan).default({}),
  /** The version of the program by which each profile was opened last. */
  versions: z.record(z.string(), z.string()).default({}),
})
export type MachineSettings = z.infer<typeof MachineSettings>

// A field this program does not know stays in the file.
const File = z.looseObject(MachineSettings.shape)
const NewerFile = z.object({ version: z.number().gt(SETTINGS_VERSION) })

export const FIRST_SETTINGS: MachineSettings = {
  version: SETTINGS_VERSION,
  theme: 'system',
  activeProfile: 'default',
  window: null,
  lastFolder: null,
  backupPlans: {},
  versions: {},
}

/** The part of electron-store that is used here; a test gives one of its own. */
export interface SettingsStore {
  /** All of the file; setting it replaces the file. */
  store: MachineSettings
}

/** What was wrong with the file, and the name under which it was kept. */
export interface SettingsProblem {
  reason: 'damaged' | 'newer'
  kept: string
}

/**
 * Makes `settings.json` readable before electron-store sees it, which would throw (or, asked to clear
 * what is invalid, lose it). A damaged file, or a newer program's, is kept under another name and the
 * last good copy takes its place; the copy is renewed only from a file that was read as valid.
 */
export function prepareSettings(file: string, now: number): SettingsProblem | null {
  const copy = `${file}.bak`
  const found = readSettings(file)
  if (typeof found === 'object') {
    const content = readFileSync(file)
    // Mostly nothing has changed, and every start waits for what is written here.
    if (!existsSync(copy) || !readFileSync(copy).equals(content)) writeFileAtomicSync(copy, content)
    return null
  }
  const good = readSettings(copy)
  const settings = typeof good === 'object' ? good : FIRST_SETTINGS
  const isBroken = found === 'damaged' || found === 'newer'
  const kept = isBroken ? keepAside(file, found, now) : ''
  if (good === 'damaged' || good === 'newer') keepAside(copy, good, now)
  writeFileAtomicSync(file, JSON.stringify(settings, null, 2))
  return isBroken ? { reason: found, kept } : null
}

/** The profile that a start would open, asked without changing a byte. */
export function activeProfile(file: string) {
  const found = [file, `${file}.bak`].map(readSettings).find((it) => typeof it === 'object')
  return (found ?? FIRST_SETTINGS).activeProfile
}

/** The settings of a root: read once, and each change on the disk before `change` returns. */
export function openSettings(file: string, store: SettingsStore) {
  const found = readSettings(file)
  let current = typeof found === 'object' ? found : File.parse(store.store)
  return {
    get: (): MachineSettings => current,
    change(patch: Partial<Omit<MachineSettings, 'version'>>) {
      const next = File.parse({ ...current, ...patch })
      store.store = next
      // electron-store renames a synced file, but it does not sync the folder, does not notice a
      // write cut short by a full disk, and inside a snap it writes in place: hence what follows.
      if (JSON.stringify(readSettings(file)) !== JSON.stringify(next)) {
        throw new AppError('disk_error', `${basename(file)} does not hold what was written to it`)
      }
      syncFolderSync(dirname(file))
      current = next
    },
  }
}
export type MachineSettingsFile = ReturnType<typeof openSettings>

function readSettings(file: string): z.infer<typeof File> | 'absent' | 'damaged' | 'newer' {
  if (!existsSync(file)) return 'absent'
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (NewerFile.safeParse(content).success) return 'newer'
    return File.parse(content)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'damaged'
    throw error
  }
}
