import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Profile } from '@contract/state'
import { AppError } from '../errors'
import { keepAside } from './damaged'
import {
  folderSize,
  isMissing,
  namesIn,
  renamePatiently,
  syncFolder,
  writeFileAtomicSync,
} from './files'
import { paths } from './layout'

/** The profile that the first start makes. */
export const DEFAULT_PROFILE = 'default'

/** What was put into the root's trash folder, and how many bytes it holds. */
export interface TrashedProfile {
  folder: string
  bytes: number
}

/** The profile to open: the one wanted, or else the oldest; the first start makes the default one. */
export function ensureProfile(root: string, wanted: string, now: number): Profile {
  const { profiles } = paths(root, DEFAULT_PROFILE)
  mkdirSync(profiles, { recursive: true, mode: 0o700 })
  const known = readProfiles(root)
  const first = { id: DEFAULT_PROFILE, name: 'Default', createdAt: now }
  return known.find(({ id }) => id === wanted) ?? known[0] ?? writeProfile(root, first)
}

/** All profiles of a root with their sizes in bytes, oldest first, damaged ones by their folder's name. */
export async function listProfiles(root: string) {
  return Promise.all(
    readProfiles(root).map(async (profile) => ({
      ...profile,
      bytes: await folderSize(paths(root, profile.id).profile),
    })),
  )
}

export function createProfile(root: string, name: string, now: number): Profile {
  return writeProfile(root, { id: randomUUID(), name, createdAt: now })
}

/** Throws `not_found`. A damaged `profile.json` is kept under another name. */
export function renameProfile(root: string, id: string, name: string, now: number): Profile {
  const profile = findProfile(root, id)
  const { profileFile } = paths(root, id)
  if (readProfileFile(profileFile) === 'damaged') keepAside(profileFile, 'damaged', now)
  return writeProfile(root, { ...profile, name })
}

/** Throws `not_found`. A profile whose `profile.json` is damaged is found by its folder. */
export function findProfile(root: string, id: string): Profile {
  if (!isProfile(root, id)) throw new AppError('not_found', `profile ${id}`)
  return readProfile(root, id)
}

/**
 * Takes a profile out of the list by moving its folder to the root's trash; not a byte is deleted.
 * Its database must be closed. Throws `not_found`, and `bad_input` for the last profile.
 */
export async function deleteProfile(
  root: string,
  id: string,
  now: number,
): Promise<TrashedProfile> {
  const { profile, profiles, trash } = paths(root, findProfile(root, id).id)
  if (readProfiles(root).length === 1) throw new AppError('bad_input', 'the last profile stays')
  await mkdir(trash, { recursive: true, mode: 0o700 })
  const folder = join(trash, `${id}-${now}`)
  const bytes = await folderSize(profile)
  await renamePatiently(profile, folder)
  await syncFolder(trash)
  await syncFolder(profiles)
  return { folder, bytes }
}

function isProfile(root: string, id: string) {
  return statSync(paths(root, id).profile, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** All profiles of a root, oldest first; nothing is changed. */
export function readProfiles(root: string): Profile[] {
  const names = namesIn(paths(root, DEFAULT_PROFILE).profiles)
  return names
    .filter((name) => Profile.shape.id.safeParse(name).success && isProfile(root, name))
    .map((id) => readProfile(root, id))
    .sort((one, other) => one.createdAt - other.createdAt)
}

// The conversations are in the folder, whatever has become of the file that names it.
function readProfile(root: string, id: string): Profile {
  const { profile, profileFile } = paths(root, id)
  const read = readProfileFile(profileFile)
  if (typeof read === 'object') return { ...read, id }
  return { id, name: id, createdAt: Math.round(statSync(profile).birthtimeMs) }
}

function readProfileFile(file: string): Profile | 'absent' | 'damaged' {
  try {
    return Profile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    return isMissing(error) ? 'absent' : 'damaged'
  }
}

function writeProfile(root: string, profile: Profile): Profile {
  const { profile: folder, profileFile } = paths(root, profile.id)
  const checked = Profile.parse(profile)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileAtomicSync(profileFile, `${JSON.stringify(checked, null, 2)}\n`)
  return checked
}
