import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallName } from '@contract/calls'
import { openApp } from '../../../src-main/app/app'
import { readMigrations } from '../../../src-main/db/migrate'
import { dispatch } from '../../../src-main/ipc/server'
import { openLayout, paths } from '../../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../../src-main/storage/profiles'
import { FIRST_SETTINGS, openSettings } from '../../../src-main/storage/settingsFile'
import { settingsStore } from './settingsStore'

// The whole program without its window, in a process that can be killed, starved and traced. Each
// line on its input is a call or another order; each line on its output an answer or an event.

export type Order =
  | { id: number; call: CallName; input: unknown }
  | { id: number; clock: number }
  | { id: number; width: number }
export type Line =
  | { id: number; answer: unknown }
  | { event: unknown }
  | { log: string; data: unknown }
  | { ready: number }

const [root = '', appDataDir = '', migrations = ''] = process.argv.slice(2)
let clock = 0
const now = () => Date.now() + clock

openLayout(root, now())
const file = paths(root, DEFAULT_PROFILE).settings
const settings = openSettings(file, settingsStore(file, FIRST_SETTINGS))
const say = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const note = (log: string, data?: Record<string, unknown>) =>
  say({ log, data: data?.['error'] instanceof Error ? data['error'].message : data })

const app = await openApp({
  root: {
    path: root,
    kind: 'explicit',
    reason: 'argument',
    fallback: false,
    warnings: [],
    tried: [],
  },
  settings,
  appDataDir,
  migrations: readMigrations(migrations),
  now,
  log: { info: note, warn: note, error: note },
  publish: (name, value) => say({ event: { name, value } }),
  cipher: {
    available: () => Promise.resolve(true),
    backend: () => 'test',
    encrypt: (text) => Promise.resolve(Buffer.from(text, 'utf8')),
    decrypt: (bytes) => Promise.resolve(bytes.toString('utf8')),
  },
  fetch,
  info: { version: '0', platform: process.platform, versions: {} },
  openLink: () => Promise.resolve(),
  offer: () => {},
  openFolder: () => Promise.resolve(),
  askWhere: () => Promise.resolve(null),
  world: {
    argv: [],
    env: {},
    cwd: root,
    execPath: process.execPath,
    appDataDir,
    tempDir: tmpdir(),
    installDir: dirname(process.execPath),
    platform: process.platform,
    isPackaged: false,
  },
  restart: () => process.exit(0),
  askOpen: () => Promise.resolve([]),
  noteFile: () => {},
  files: {
    choose: () => Promise.resolve([]),
    askWhere: () => Promise.resolve(null),
    copyPicture: () => Promise.resolve(),
  },
  printPdf: () => Promise.reject(new Error('nothing is printed here')),
  clearCaches: () => Promise.resolve(),
  showFile: () => {},
  showProgress: () => {},
  reload: () => {},
})
// As in the program itself: a bug in one place must not end what goes on in others.
process.on('uncaughtException', (error) => note('uncaught exception', { error }))
process.on('unhandledRejection', (error) => note('unhandled rejection', { error }))

const input = createInterface({ input: process.stdin })
input.on('line', (line) => void obey(JSON.parse(line) as Order))
input.on('close', () => void app.close().finally(() => process.exit(0)))
say({ ready: process.pid })

async function obey(order: Order): Promise<void> {
  let answer: unknown
  if ('call' in order) answer = await dispatch(app.context(), order.call, order.input)
  else if ('clock' in order) answer = clock = order.clock
  else answer = settings.change({ window: { width: order.width, height: 200, maximized: false } })
  say({ id: order.id, answer })
}
