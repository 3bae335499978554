import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Conversation } from '@contract/entities'
import { page } from '../../src-main/db/lists'
import { readMigrations } from '../../src-main/db/migrate'
import { closeDatabase, openWritable } from '../../src-main/db/open'
import { update as updateSettings } from '../../src-main/db/settings'
import { paths } from '../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../src-main/storage/profiles'
import { makeBareApp } from './bare'
import { launch, type LaunchOptions, type Program } from './program'
import { ACTIVE } from '../fixtures/lists'

const CHECKOUT = resolve(import.meta.dirname, '../..')
const MAKER = new URL('./generate/main.ts', import.meta.url)

interface StartOptions extends Pick<LaunchOptions, 'inspect'> {
  open?: 'long'
}

export interface World {
  /** The least app with Electron and React. */
  startBare(): Promise<Program>
  /** Ours, on a store without a conversation, or on the generated one, with a new chat unless said. */
  start(store: 'empty' | 'big', options?: StartOptions): Promise<Program>
  /** The long chat of the generated store, and one of an ordinary length. */
  chats: Record<'long' | 'short', Conversation>
}

/** Makes the stores and the bare app in a temporary folder, with a home of its own. */
export async function makeWorld(size: { conversations: number; messages: number }): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', remove)
  const home = join(folder, 'home')
  mkdirSync(home)
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    BARE_DATA: join(folder, 'bare-data'),
  }
  const bare = await makeBareApp(join(folder, 'bare'), CHECKOUT)
  await generate(join(folder, 'big'), size)
  const chats = findChats(join(folder, 'big'))
  return {
    chats,
    startBare: () => launch({ app: bare, env }),
    start(store, { open, ...options } = {}) {
      const root = join(folder, store)
      leaveOpen(root, open ? chats[open].id : null)
      return launch({ app: CHECKOUT, args: [`--data-dir=${root}`], env, ...options })
    },
  }
}

/** Chooses what the next start shows, in the database itself: the program is not running. */
function leaveOpen(root: string, id: string | null): void {
  const { database } = paths(root, DEFAULT_PROFILE)
  if (!existsSync(database)) return
  const db = openWritable(database, openOptions(root))
  updateSettings(db, { openConversationId: id })
  closeDatabase(db)
}

function findChats(root: string): World['chats'] {
  const db = openWritable(paths(root, DEFAULT_PROFILE).database, openOptions(root))
  const { items } = page(db, { filter: ACTIVE, after: null, limit: 100 })
  closeDatabase(db)
  const long = items.find((chat) => chat.messageCount >= 10_000)
  const short = items.find((chat) => chat.messageCount >= 30 && chat.messageCount <= 60)
  if (!long || !short) throw new Error('The generated store lacks a long or an ordinary chat.')
  return { long, short }
}

function openOptions(root: string) {
  const migrations = readMigrations(join(CHECKOUT, 'migrations'))
  return { migrations, copiesFolder: paths(root, DEFAULT_PROFILE).backups, now: Date.now() }
}

async function generate(root: string, size: { conversations: number; messages: number }) {
  const wanted = [`--conversations=${size.conversations}`, `--messages=${size.messages}`]
  const maker = spawn(
    process.execPath,
    [...process.execArgv, MAKER.pathname, `--out=${root}`, '--longest=20000', ...wanted],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: CHECKOUT },
  )
  const [code] = (await once(maker, 'exit')) as [number]
  if (code !== 0) throw new Error(`The store could not be generated (${code}).`)
}
