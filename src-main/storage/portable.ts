import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { paths } from './layout'
import { DEFAULT_PROFILE } from './profiles'
import type { Root } from './root'

/**
 * Variables under which the libraries below the program keep their files in a portable root; without
 * them GTK, dconf, fontconfig and NSS (which makes a database of certificates at the first secure
 * connection) leave traces on a machine that is only visited. To be set before the program is ready.
 * Empty for any other root.
 */
export function portableVariables(
  { kind, path }: Pick<Root, 'kind' | 'path'>,
  env: Record<string, string | undefined>,
): Record<string, string> {
  if (kind !== 'portable') return {}
  const inside = join(paths(path, DEFAULT_PROFILE).chromium, 'system')
  const home = env['HOME'] ?? ''
  const shared = env['XDG_DATA_HOME'] || join(home, '.local', 'share')
  // Certificates that the user of this machine trusts are used, and nothing is added to them.
  const stores = [join(shared, 'pki', 'nssdb'), join(home, '.pki', 'nssdb')]
  if (stores.some((store) => existsSync(store))) return { XDG_CACHE_HOME: inside }
  return { XDG_CACHE_HOME: inside, XDG_DATA_HOME: inside }
}
