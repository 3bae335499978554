import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Conversation } from '@contract/entities'
import { page } from '../../src-main/db/lists'
import { readMigrations } from '../../src-main/db/migrate'
import { closeDatabase, openWritable } from '../../src-main/db/open'
import { update as updateSettings } from '../../src-main/db/settings'
import { paths } from '../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../src-main/storage/profiles'
import { FIRST_SETTINGS } from '../../src-main/storage/settingsFile'
import { makeBareApp } from './bare'
import { launch, type LaunchOptions, type Program } from './program'
import type { Page } from './page'
import { keptExport, keptPages, keptStore, type Size } from './stores'
import { ACTIVE } from '../fixtures/lists'

/** Messages of the one chat that is far longer than all others. */
const LONGEST = 20_000
const CHECKOUT = resolve(import.meta.dirname, '../..')

interface StartOptions extends Pick<LaunchOptions, 'inspect'> {
  open?: 'long'
}

export interface World {
  /** The least app with Electron and React; with the databases of its pages in `data` where that is said. */
  startBare(data?: string): Promise<Program>
  /** Ours, on a store without a conversation, or on the generated one, with a new chat unless said. */
  start(store: 'empty' | 'big', options?: StartOptions): Promise<Program>
  /** Ours, on a store that is kept between the runs. */
  startOn(root: string, options?: StartOptions): Promise<Program>
  /** Ours, on a copy of a store of so many conversations, with one of 20,000 messages open. */
  startMany(conversations: number): Promise<Program>
  /** A store that is kept between the runs, of so many messages. */
  kept(messages: number): Promise<string>
  /** A folder with the databases of the bare app's pages, filled by `fill` and kept between the runs. */
  keptPages(messages: number, fill: (page: Page) => Promise<void>): Promise<string>
  /** An export of another program of so many bytes, kept as well. */
  keptExport(bytes: number): Promise<string>
  /** A folder for what a measurement writes, gone at the end. */
  folder: string
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
  const start = (root: string, chat: string | null, options: StartOptions) => {
    leaveOpen(root, chat)
    noteVersion(root)
    return launch({ app: CHECKOUT, args: [`--data-dir=${root}`], env, ...options })
  }
  const bare = await makeBareApp(join(folder, 'bare'), CHECKOUT)
  const big = await keptStore(CHECKOUT, { ...size, longest: LONGEST })
  cpSync(big, join(folder, 'big'), { recursive: true })
  const chats = findChats(join(folder, 'big'))
  const startBare = (data = env.BARE_DATA) =>
    launch({ app: bare, env: { ...env, BARE_DATA: data } })
  return {
    chats,
    startBare,
    keptPages: (messages, fill) =>
      keptPages(CHECKOUT, messages, async (data) => {
        const program = await startBare(data)
        try {
          await fill(program.page)
        } finally {
          await program.quit()
        }
      }),
    start: (store, { open, ...options } = {}) =>
      start(join(folder, store), open ? chats[open].id : null, options),
    startOn: (root, options = {}) => start(root, null, options),
    async startMany(conversations) {
      const messages = LONGEST + 3 * conversations
      const kept = await keptStore(CHECKOUT, { conversations, messages, longest: LONGEST })
      const root = join(folder, 'many')
      cpSync(kept, root, { recursive: true })
      return start(
        root,
        newestIn(root).find((chat) => chat.messageCount >= LONGEST / 2)?.id ?? null,
        {},
      )
    },
    kept: (messages) => keptStore(CHECKOUT, keptSize(messages)),
    keptExport: (bytes) => keptExport(CHECKOUT, bytes),
    folder,
  }
}

function keptSize(messages: number): Size {
  const longest = messages >= 100_000 ? LONGEST : Math.ceil(messages / 10)
  return { conversations: Math.ceil(messages / 100), messages, longest }
}

/** Chooses what the next start shows, in the database itself: the program is not running. */
function leaveOpen(root: string, id: string | null): void {
  const { database } = paths(root, DEFAULT_PROFILE)
  if (!existsSync(database)) return
  const db = openWritable(database, openOptions(root))
  updateSettings(db, { openConversationId: id })
  closeDatabase(db)
}

/** Or each start would be the first after an update, which copies the history a little later. */
function noteVersion(root: string): void {
  const { settings } = paths(root, DEFAULT_PROFILE)
  const about = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
    version: string
  }
  const known = existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : FIRST_SETTINGS
  mkdirSync(root, { recursive: true })
  writeFileSync(
    settings,
    JSON.stringify({ ...known, versions: { [DEFAULT_PROFILE]: about.version } }),
  )
}

function findChats(root: string): World['chats'] {
  const items = newestIn(root)
  const long = items.find((chat) => chat.messageCount >= LONGEST / 2)
  const short = items.find((chat) => chat.messageCount >= 30 && chat.messageCount <= 60)
  if (!long || !short) throw new Error('The generated store lacks a long or an ordinary chat.')
  return { long, short }
}

function newestIn(root: string): readonly Conversation[] {
  const db = openWritable(paths(root, DEFAULT_PROFILE).database, openOptions(root))
  const { items } = page(db, { filter: ACTIVE, after: null, limit: 100 })
  closeDatabase(db)
  return items
}

function openOptions(root: string) {
  const migrations = readMigrations(join(CHECKOUT, 'migrations'))
  return { migrations, copiesFolder: paths(root, DEFAULT_PROFILE).backups, now: Date.now() }
}
