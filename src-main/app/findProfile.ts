import type { Profile } from '@contract/state'
import { lastKnownFile, recall } from '../storage/lastKnown'
import { ensureProfile } from '../storage/profiles'
import type { Surroundings } from './app'

/** The profile that was open last; also where its folder is gone but a history is known to it. */
export function findProfile({ root, settings, appDataDir, now }: Surroundings): Profile {
  const { activeProfile } = settings.get()
  const known = recall(lastKnownFile(root, appDataDir), activeProfile)
  const found = ensureProfile(root.path, activeProfile, now())
  if (found.id === activeProfile || !known?.conversations) return found
  return { id: activeProfile, name: activeProfile, createdAt: known.at }
}
