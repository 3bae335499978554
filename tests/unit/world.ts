import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CallInput, type CallName, type CallOutput, calls } from '@contract/calls'
import type { Result } from '@contract/errors'
import { type EventMessage, events as eventSchemas } from '@contract/events'
import { closeDatabase, openWritable, type WritableDb } from '../../src-main/db/open'
import { readMigrations } from '../../src-main/db/migrate'
import { ensureDefaults } from '../../src-main/db/settings'
import { directStore } from './directStore'
import { type Context, freshIndex } from '../../src-main/domain/context'
import { freshRoom } from '../../src-main/domain/room'
import { stopAll } from '../../src-main/domain/turn'
import { dispatch } from '../../src-main/ipc/server'
import { silentLog } from '../../src-main/log'
import type { ChatProvider, ProviderPart } from '../../src-main/providers/provider'
import { openKeys } from '../../src-main/storage/keys'

export const migrations = readMigrations(join(import.meta.dirname, '../../migrations'))

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function temporaryDatabase(folder = temporaryFolder()): WritableDb {
  const file = join(folder, 'keepsake.db')
  const db = openWritable(file, { migrations, copiesFolder: join(folder, 'backups'), now: 0 })
  ensureDefaults(db, randomUUIDv7(), 0)
  onTestFinished(() => closeDatabase(db))
  return db
}

export interface World {
  db: WritableDb
  context: Context
  /** Everything that a window was told, in order. */
  events: EventMessage[]
  /** Calls as a window does; throws what main refuses. */
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>>
  refused<K extends CallName>(name: K, input: CallInput<K>): Promise<string>
  /** Resolves when no reply is being written. */
  settled(): Promise<void>
}

/** The whole program without Electron: real SQLite, and `provider` as the only model server. */
export function openWorld(
  provider: ChatProvider = scripted(['Hello', ' there']),
  folder = temporaryFolder(),
): World {
  const db = temporaryDatabase(folder)
  const events: EventMessage[] = []
  const store = directStore(db)
  const context: Context = {
    ...store,
    keys: openKeys(join(folder, 'keys.json'), plainCipher),
    turns: new Map(),
    asking: new Set(),
    index: freshIndex(),
    connect: () => Promise.resolve(provider),
    fetch: () => Promise.reject(new Error('no network in a unit test')),
    attachmentsFolder: join(folder, 'attachments'),
    collectFiles: () => undefined,
    readDocuments: () => undefined,
    publish: (name, value) => {
      eventSchemas[name].parse(value)
      events.push(structuredClone({ name, value }) as EventMessage)
    },
    log: silentLog,
    now: () => Date.now(),
    newId: () => randomUUIDv7(),
    noteCounts: () => Promise.resolve(),
    copyBeforeDelete: () => Promise.resolve(true),
    room: { ...freshRoom(), look: () => undefined },
    reportStorage: (problem) => events.push({ name: 'storage.changed', value: { problem } }),
    program: programThatIsNotThere,
  }
  onTestFinished(() => stopAll(context))
  // The result of a name's own handler, which TypeScript cannot follow through `dispatch`.
  const ask = <K extends CallName>(name: K, input: CallInput<K>) =>
    dispatch(context, name, input) as Promise<Result<CallOutput<K>>>
  return {
    db,
    context,
    events,
    async call(name, input) {
      const result = await ask(name, input)
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail ?? ''}`)
      calls[name].output.parse(result.value)
      return result.value
    },
    async refused(name, input) {
      const result = await ask(name, input)
      return result.ok ? 'it was not refused' : result.error.code
    },
    async settled() {
      await Promise.all([...context.turns.values()].map((turn) => turn.done))
    },
  }
}

/** A model that says these pieces, one after the other, whatever it is asked. */
export function scripted(pieces: (string | ProviderPart)[]): ChatProvider {
  return {
    async *stream() {
      for (const piece of pieces) {
        await Promise.resolve()
        yield typeof piece === 'string' ? { type: 'text', text: piece } : piece
      }
    },
    models: () => Promise.resolve([{ name: 'scripted' }]),
  }
}

/** A model that says what the test gives it, when the test gives it. */
export function spoken() {
  const waiting: (() => void)[] = []
  const said: (string | ProviderPart | Error | null)[] = []
  const say = (piece: string | ProviderPart | Error | null) => {
    said.push(piece)
    waiting.shift()?.()
  }
  const provider: ChatProvider = {
    async *stream() {
      for (;;) {
        if (said.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
        const piece = said.shift()
        if (piece === null || piece === undefined) return
        if (piece instanceof Error) throw piece
        yield typeof piece === 'string' ? { type: 'text', text: piece } : piece
      }
    },
    models: () => Promise.resolve([]),
  }
  return { provider, say, end: () => say(null), fail: (error: Error) => say(error) }
}

const plainCipher = {
  available: () => Promise.resolve(true),
  backend: () => 'test',
  encrypt: (text: string) => Promise.resolve(Buffer.from(text, 'utf8')),
  decrypt: (bytes: Buffer) => Promise.resolve(bytes.toString('utf8')),
}

/** No document has a text here. */
const withoutText = { textIn: () => Promise.resolve('') }

/** Files and windows are tested in the real program. */
const programThatIsNotThere = new Proxy({} as Context['program'], {
  get: (_, name) =>
    name === 'attachments'
      ? withoutText
      : () => Promise.reject(new Error(`program.${String(name)} needs the program`)),
})

export const newId = () => randomUUIDv7()

/** Sends a first question, which makes its conversation. */
export async function begin(world: World, text = 'What is a keepsake?') {
  const ids = { conversationId: newId(), id: newId(), replyId: newId() }
  const chosen = {
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
    parameters: null,
  }
  const conversation = { ...chosen, id: ids.conversationId }
  await world.call('messages.send', { ...ids, conversation, parentId: null, text })
  return ids
}

/** A model server with a key, as the settings save it; answers its id. */
export async function addServer(world: World, key: string | null = null): Promise<string> {
  const provider = newServer()
  await world.call('providers.create', { provider, key, sessionOnly: false })
  return provider.id
}

export function newServer() {
  const place = { kind: 'openai-compatible', name: 'Local', baseUrl: 'http://127.0.0.1:1' } as const
  return { ...place, id: newId(), headers: {}, parameters: {}, defaultModel: 'small' }
}
