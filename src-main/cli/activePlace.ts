import { type Paths, paths } from '../storage/layout'
import { DEFAULT_PROFILE } from '../storage/profiles'
import type { Root } from '../storage/root'
import { activeProfile } from '../storage/settingsFile'

/** The profile that the window would open, and where each thing of it lies. Nothing is written. */
export function activePlace({ path }: Pick<Root, 'path'>): { profileId: string; place: Paths } {
  // Every profile of a root has the same settings file.
  const profileId = activeProfile(paths(path, DEFAULT_PROFILE).settings)
  return { profileId, place: paths(path, profileId) }
}
