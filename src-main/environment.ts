import { app } from 'electron'
import { dirname, join } from 'node:path'
import { readMigrations } from './db/migrate'
import type { RootEnvironment } from './storage/rootRules'

/** The world as this process was started in. */
export function environment(): RootEnvironment {
  return {
    argv: process.argv,
    env: process.env,
    cwd: process.cwd(),
    execPath: process.execPath,
    appDataDir: join(app.getPath('appData'), 'Keepsake'),
    tempDir: app.getPath('temp'),
    installDir: dirname(process.execPath),
    platform: process.platform,
    isPackaged: app.isPackaged,
  }
}

export const now = () => Date.now()

/** The files that stand beside the built code. */
export const bundled = {
  renderer: join(import.meta.dirname, '../renderer'),
  migrations: () => readMigrations(join(app.getAppPath(), 'migrations')),
}
