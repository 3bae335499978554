import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { RootState } from '@contract/state'
import { isRoot } from './layout'

export type RootKind = RootState['kind']

/** Everything outside the file system on which the place of the data depends. */
export interface RootEnvironment {
  argv: readonly string[]
  env: Record<string, string | undefined>
  cwd: string
  execPath: string
  /** This program's own folder in the system's place for data, such as `~/.config/Keepsake`. */
  appDataDir: string
  tempDir: string
  installDir: string
  platform: NodeJS.Platform
  isPackaged: boolean
}

/** Why a folder that could be written is still no place for data. */
export type Refusal = 'inside_install' | 'inside_temp' | 'inside_root'

/** The folder that a portable copy keeps beside itself. */
export const PORTABLE_DATA = 'keepsake-data'

/** Folders that a system's package manager owns. */
const SYSTEM_FOLDERS = ['/usr', '/opt', '/snap', '/app', '/nix']

/**
 * Says why data must not lie here: an update or an uninstallation empties the installation folder,
 * the system empties the temporary one, and two roots in each other would back up and move each other.
 */
export function refusal(path: string, kind: RootKind, from: RootEnvironment): Refusal | null {
  const folder = realPath(path)
  if (kind === 'temporary') return null
  if (liesInRoot(folder)) return 'inside_root'
  // What the system itself names as the place for data is at least better than what follows it.
  // A folder that was asked for is used all the same, with a warning.
  const mayBeTemporary = kind === 'app-data' || kind === 'explicit'
  if (!mayBeTemporary && isInside(realPath(from.tempDir), folder)) return 'inside_temp'
  const portable =
    kind === 'portable' || folder === realPath(join(programFolder(from), PORTABLE_DATA))
  if (!portable && isInstalled(folder, from)) return 'inside_install'
  return null
}

/** The path without links, as far as they can be followed: its end may not exist yet. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), path.slice(parent.length))
  }
}

/** Whether `path` is `folder` or lies in it; both real paths. */
export function isInside(folder: string, path: string) {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The folder in which the user sees the program; on macOS that is where the bundle lies. */
export function programFolder({ execPath, platform }: RootEnvironment) {
  const bundle =
    platform === 'darwin' && /^(.+)\/[^/]+\.app\/Contents\/MacOS\/[^/]+$/.exec(execPath)
  return bundle && bundle[1] ? bundle[1] : dirname(execPath)
}

/** Whether an installer put the program here, so that an update would remove what lies beside it. */
export function looksInstalled(folder: string, from: RootEnvironment) {
  if (from.platform === 'darwin') return true
  if (from.platform !== 'win32') return SYSTEM_FOLDERS.some((system) => isInside(system, folder))
  return programFiles(from).some((files) => isInside(files, folder)) || hasUninstaller(folder)
}

function isInstalled(folder: string, from: RootEnvironment) {
  return [from.installDir, ...programFiles(from)].some((place) => isInside(realPath(place), folder))
}

function programFiles({ platform, env }: RootEnvironment) {
  if (platform !== 'win32') return []
  return [env['ProgramFiles'], env['ProgramFiles(x86)'], env['ProgramW6432']].filter(
    (folder) => folder !== undefined,
  )
}

function hasUninstaller(folder: string) {
  return existsSync(folder) && readdirSync(folder).some((name) => /^uninstall .*\.exe$/i.test(name))
}

function liesInRoot(folder: string): boolean {
  const parent = dirname(folder)
  return parent !== folder && (isRoot(parent) || liesInRoot(parent))
}
