import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import type { JobControl } from '../../../src-main/jobs/control'
import { listData } from '../../../src-main/moving/list'
import { beginMove, moveData } from '../../../src-main/moving/move'
import { openLayout } from '../../../src-main/storage/layout'
import { machine } from '../storage/machine'
import { migrations, temporaryFolder } from '../world'

export const NOW = Date.UTC(2026, 7, 1)
export const DATABASE = 'profiles/default/keepsake.db'

/** Makes a folder a root with one conversation, an attachment, a copy and what nobody knows. */
export function makeRoot(folder: string, title = 'Moved'): string {
  mkdirSync(folder, { recursive: true })
  openLayout(folder, NOW)
  mkdirSync(join(folder, 'profiles/default/attachments/ab'), { recursive: true })
  mkdirSync(join(folder, 'profiles/default/backups'), { recursive: true })
  const options = { migrations, copiesFolder: join(folder, 'profiles/default/backups'), now: NOW }
  const db = openWritable(join(folder, DATABASE), options)
  ensureDefaults(db, `of ${folder}`, NOW)
  db.$client
    .prepare(
      `INSERT INTO conversations (id, title, message_count, created_at, updated_at)
       VALUES ('c', ?, 0, 1, 1)`,
    )
    .run(title)
  closeDatabase(db)
  const files = {
    'settings.json': '{"version":1,"activeProfile":"default","window":null}',
    'settings.json.damaged-1': '',
    'profiles/default/keys.json': '{"version":1,"keys":{}}',
    'profiles/default/attachments/ab/abcd': 'x'.repeat(70_000),
    'profiles/default/backups/daily.db': 'y'.repeat(30_000),
    'logs/main.log': 'a line',
    'chromium/Cookies': 'none',
    'lock.json': '{}',
  }
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content)
  return folder
}

/** All data of a root as one hash. */
export function hashOf(root: string): string {
  const hash = createHash('sha256')
  for (const { path } of listData(root).files) {
    hash.update(path).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

export const silent: JobControl = { progress: () => undefined, isCancelled: () => false }

/** A machine with a root on it, and how to move that. */
export function place(kind: 'app-data' | 'explicit' | 'portable' = 'app-data') {
  const folder = realpathSync(temporaryFolder())
  const world = machine(folder)
  const { appDataDir } = world
  const from = makeRoot(
    kind === 'app-data' ? join(appDataDir, 'data') : join(folder, 'old', 'keepsake-data'),
  )
  if (kind === 'explicit') world.argv = ['keepsake', `--data-dir=${from}`]
  if (kind === 'portable') world.env = { APPIMAGE: join(folder, 'old', 'x.AppImage') }
  const begin = (to: string) =>
    beginMove({ path: from, kind, reason: 'default' }, to, appDataDir, NOW)
  const move = (to: string, control = silent) =>
    moveData(control, { appDataDir, move: begin(to), now: NOW })
  return { folder, world, appDataDir, from, to: join(folder, 'new'), begin, move }
}
