import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CliHost, runCli } from '../../../src-main/cli/cli'
import { readMigrations } from '../../../src-main/db/migrate'
import { closeDatabase, openReadable, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { openLayout, paths } from '../../../src-main/storage/layout'
import type { Root } from '../../../src-main/storage/root'

export const migrations = readMigrations(join(import.meta.dirname, '../../../migrations'))

/** What the program gives to every command, in a test. */
export function surroundings(folder: string) {
  return {
    cwd: folder,
    migrations: () => migrations,
    openKeys: () => Promise.reject(new Error('no command here needs keys')),
    openDatabase: openReadable,
    openForWriting: (file: string, copiesFolder: string) =>
      openWritable(file, { migrations, copiesFolder, now: 1 }),
    say: (key: string) => `Text for ${key}.`,
    explain: ({ code }: { code: string }) => `Sentence for ${code}.`,
  }
}

/** Runs one command line against the root `folder` and answers what a caller sees. */
export async function run(folder: string, line: string | string[], more: Partial<CliHost> = {}) {
  const root: Root = {
    path: folder,
    kind: 'explicit',
    reason: 'argument',
    fallback: false,
    warnings: [],
    tried: [],
  }
  let printed = ''
  const progress: string[] = []
  const code = await runCli({
    argv: [
      'keepsake',
      '--no-sandbox',
      '--cli',
      ...(typeof line === 'string' ? line.split(' ').filter(Boolean) : line),
    ],
    version: '1.2.3',
    appDataDir: join(folder, 'app-data'),
    now: () => Date.now(),
    resolveRoot: () => root,
    ...surroundings(folder),
    progress: (text) => progress.push(text),
    print: async (text) => {
      printed += text
    },
    ...more,
  })
  return { code, output: JSON.parse(printed), progress }
}

export function makeHistory(folder: string) {
  openLayout(folder, 1)
  const { database, backups } = paths(folder, 'default')
  mkdirSync(dirname(database), { recursive: true })
  const db = openWritable(database, { migrations, copiesFolder: backups, now: 1 })
  ensureDefaults(db, 'database-1', 1)
  closeDatabase(db)
  return database
}
