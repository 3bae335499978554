import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { Id, KEY_STATES } from '@contract/entities'
import { AppError } from '../errors'
import { keepAside } from './damaged'
import { isMissing, writeFileAtomic } from './files'

/** What encrypts for this user on this machine. */
export interface Cipher {
  available(): Promise<boolean>
  /** Which store holds the master key, to tell later why a key no longer opens. */
  backend(): string
  encrypt(text: string): Promise<Buffer>
  decrypt(bytes: Buffer): Promise<string>
}

export interface Keys {
  /**
   * Keeps a secret, encrypted by the system. Where the system cannot, it is written in clear only if
   * that is allowed, and otherwise `key_store_missing` is thrown. A session key is never written.
   */
  save(id: Id, secret: string, options: { allowPlain: boolean; session?: boolean }): Promise<void>
  /** The secret. Throws `key_unreadable` when it is not here or does not open; nothing is deleted. */
  read(id: Id): Promise<string>
  remove(id: Id): Promise<void>
  /** An id stands for a key that was saved once: one that is not here has to be entered again. */
  state(id: Id): Promise<(typeof KEY_STATES)[number]>
}

const Entry = z.object({
  store: z.enum(['system', 'plain']),
  backend: z.string(),
  value: z.base64(),
})
type Entry = z.infer<typeof Entry>
const KeyFile = z.object({ version: z.literal(1), keys: z.record(z.string(), Entry) })

/**
 * The secrets of one profile, in a file of their own: the database is copied, backed up and exported,
 * this file is not. It is read at the first use, so that a damaged one cannot stop the program.
 */
export function openKeys(file: string, cipher: Cipher): Keys {
  const session = new Map<Id, string>()
  const opened = new Set<Id>()
  let queue: Promise<unknown> = Promise.resolve()

  return {
    save: (id, secret, { allowPlain, session: sessionOnly }) =>
      inTurn(async () => {
        if (sessionOnly) {
          await write((keys) => keys.delete(id))
          session.set(id, secret)
          return
        }
        const entry = await encrypt(secret, allowPlain)
        await write((keys) => keys.set(id, entry))
        session.delete(id)
        opened.delete(id)
      }),

    remove: (id) =>
      inTurn(async () => {
        session.delete(id)
        await write((keys) => keys.delete(id))
      }),

    read: (id) => inTurn(() => read(id)),

    state: (id) =>
      inTurn(async () => {
        if (session.has(id)) return 'session'
        const entry = await load().then(
          (keys) => keys.get(id),
          () => undefined,
        )
        if (!entry) return 'enter_again'
        if (entry.store === 'plain') return 'stored_plain'
        if (opened.has(id)) return 'stored'
        return read(id).then(
          () => 'stored' as const,
          () => 'enter_again' as const,
        )
      }),
  }

  async function read(id: Id): Promise<string> {
    const remembered = session.get(id)
    if (remembered !== undefined) return remembered
    const entry = (await load()).get(id)
    if (!entry) throw new AppError('key_unreadable')
    const bytes = Buffer.from(entry.value, 'base64')
    if (entry.store === 'plain') return bytes.toString('utf8')
    try {
      const secret = await cipher.decrypt(bytes)
      opened.add(id)
      return secret
    } catch {
      // The reason is not told: it may hold the ciphertext.
      throw new AppError('key_unreadable', undefined, { backend: entry.backend })
    }
  }

  async function encrypt(secret: string, allowPlain: boolean): Promise<Entry> {
    const backend = cipher.backend()
    if (await cipher.available()) {
      const value = (await cipher.encrypt(secret)).toString('base64')
      return { store: 'system', backend, value }
    }
    if (!allowPlain) throw new AppError('key_store_missing', undefined, { backend })
    return { store: 'plain', backend, value: Buffer.from(secret, 'utf8').toString('base64') }
  }

  async function write(change: (keys: Map<Id, Entry>) => unknown): Promise<void> {
    const keys = await load()
    const before = keys.size
    if (change(keys) === false && keys.size === before) return
    const content = { version: 1, keys: Object.fromEntries(keys) }
    await writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`, 0o600)
  }

  async function load(): Promise<Map<Id, Entry>> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null
      throw new AppError('disk_error', error instanceof Error ? error.message : String(error))
    })
    if (text === null) return new Map()
    const parsed = parse(text)
    if (parsed.success) return new Map(Object.entries(parsed.data.keys))
    keepAside(file, 'damaged', Date.now())
    return new Map()
  }

  /** One after the other, or two changes would each write the file without the other's. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work)
    queue = done.catch(() => {})
    return done
  }
}

function parse(text: string) {
  try {
    return KeyFile.safeParse(JSON.parse(text))
  } catch {
    return { success: false } as const
  }
}
