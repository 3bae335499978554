import type { Root } from './root'
import { paths } from './layout'
import { DEFAULT_PROFILE } from './profiles'

/**
 * Variables under which the libraries below the program (Mesa, GTK, fontconfig) keep their caches in
 * a portable root; without them they fill the home folder of a machine that is only visited. To be
 * set before the first window. Empty for any other root, which shares the user's caches.
 */
export function cacheVariables({
  kind,
  path,
}: Pick<Root, 'kind' | 'path'>): Record<string, string> {
  if (kind !== 'portable') return {}
  const { chromium } = paths(path, DEFAULT_PROFILE)
  return { XDG_CACHE_HOME: `${chromium}/system`, MESA_SHADER_CACHE_DIR: `${chromium}/system` }
}
