import { join } from 'node:path'
import { paths } from './layout'
import { DEFAULT_PROFILE } from './profiles'
import type { Root } from './root'

/**
 * Variables under which the libraries below the program (GTK, dconf, fontconfig) keep their caches in
 * a portable root; without them they fill the home folder of a machine that is only visited. To be
 * set before the program is ready. Empty for any other root, which shares the user's caches.
 */
export function cacheVariables({ kind, path }: Pick<Root, 'kind' | 'path'>): Record<string, string> {
  if (kind !== 'portable') return {}
  return { XDG_CACHE_HOME: join(paths(path, DEFAULT_PROFILE).chromium, 'system') }
}
