import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { RootEnvironment } from '../../../src-main/storage/rootRules'

/** A machine in a folder: an installed program, an app-data folder and a temporary one. */
export function machine(folder: string, more: Partial<RootEnvironment> = {}): RootEnvironment {
  const home = realpathSync(folder)
  for (const name of ['program', 'temp', 'work']) mkdirSync(join(home, name), { recursive: true })
  return {
    argv: ['keepsake'],
    env: {},
    cwd: join(home, 'work'),
    execPath: join(home, 'program', 'keepsake'),
    appDataDir: join(home, 'app-data', 'Keepsake'),
    tempDir: join(home, 'temp'),
    installDir: join(home, 'program'),
    platform: process.platform,
    isPackaged: true,
    ...more,
  }
}
