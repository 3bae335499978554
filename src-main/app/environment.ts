import { app } from 'electron'
import { dirname, join } from 'node:path'
import { readMigrations } from '../db/migrate'
import { portableVariables } from '../storage/portable'
import type { Root } from '../storage/root'
import type { RootEnvironment } from '../storage/rootRules'

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

/** Everything that Electron and the libraries below it write goes into the root, and nowhere else. */
export function keepChromiumIn(folder: string, root: Root): void {
  Object.assign(process.env, portableVariables(root, process.env))
  for (const name of ['userData', 'sessionData', 'crashDumps'] as const) app.setPath(name, folder)
}

export const now = () => Date.now()

/** The files that stand beside the built code. */
export const bundled = {
  renderer: join(import.meta.dirname, '../renderer'),
  migrations: () => readMigrations(join(app.getAppPath(), 'migrations')),
}
