import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn, syncFolderSync, writeFileAtomicSync } from './files'

// A profile is cleared by deleting its files, which is many steps and has to be one: so it is written down
// first, in a sign. From then on it is decided, and whoever opens the profile next goes on with it.

/** What a cleared profile still is: its name. */
const STAYS = 'profile.json'

const signIn = (profile: string) => join(profile, 'clearing.json')

/** Decides that a profile, which nobody has open, is cleared; it is on the disk when this returns. */
export function decideClearing(profile: string): void {
  writeFileAtomicSync(signIn(profile), '{}\n')
}

/** Whether a profile is to be cleared, or a kill broke that off. */
export function isBeingCleared(profile: string): boolean {
  return existsSync(signIn(profile))
}

/** Deletes all that is in the profile but its name; may be repeated. The history goes first. */
export function removeCleared(profile: string): void {
  const names = namesIn(profile).filter((name) => join(profile, name) !== signIn(profile))
  const ofHistory = (name: string) => name.startsWith('keepsake.db')
  const all = names.filter((name) => name !== STAYS)
  for (const name of [...all.filter(ofHistory), ...all.filter((name) => !ofHistory(name))]) {
    rmSync(join(profile, name), { recursive: true, force: true })
  }
  syncFolderSync(profile)
}

/** The profile is as new. */
export function endClearing(profile: string): void {
  rmSync(signIn(profile), { force: true })
  syncFolderSync(profile)
}

/** Completes a clearing that was broken off, before anything opens the profile. */
export function finishClearing(profile: string): void {
  if (!isBeingCleared(profile)) return
  removeCleared(profile)
  endClearing(profile)
}
