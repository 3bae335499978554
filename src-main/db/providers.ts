import { asc, eq } from 'drizzle-orm'
import type { Id, NewProvider, Provider, ProviderPatch } from '@contract/entities'
import { AppError } from '../errors'
import type { ReadableDb, WritableDb } from './open'
import { apiKeys, providers } from './schema/servers'

export function list(db: ReadableDb): Provider[] {
  return db.select().from(providers).orderBy(asc(providers.seq)).all()
}

/** Throws `not_found`. */
export function get(db: ReadableDb, id: Id): Provider {
  return found(id, db.select().from(providers).where(eq(providers.id, id)).get())
}

/** With `keyId` the row of a key comes with it; the secret itself is never in the database. */
export function insert(
  db: WritableDb,
  provider: NewProvider,
  keyId: Id | null,
  now: number,
): Provider {
  const times = { createdAt: now, updatedAt: now }
  const added = db
    .insert(providers)
    .values({ ...provider, ...times })
    .returning()
    .get()
  return keyId ? linkKey(db, added.id, keyId, now) : added
}

export function update(db: WritableDb, id: Id, patch: ProviderPatch, now: number): Provider {
  const set = db.update(providers).set({ ...patch, updatedAt: now })
  return found(id, set.where(eq(providers.id, id)).returning().get())
}

/** Removes a server and the row of its key; the messages it wrote keep their model's name. */
export function remove(db: WritableDb, id: Id): Provider {
  const removed = found(id, db.delete(providers).where(eq(providers.id, id)).returning().get())
  if (removed.apiKeyId) db.delete(apiKeys).where(eq(apiKeys.id, removed.apiKeyId)).run()
  return removed
}

/** Notes that a key exists under `keyId`. */
export function linkKey(db: WritableDb, id: Id, keyId: Id, now: number): Provider {
  const { name } = get(db, id)
  db.insert(apiKeys).values({ id: keyId, name, createdAt: now }).onConflictDoNothing().run()
  const set = db.update(providers).set({ apiKeyId: keyId, updatedAt: now })
  return found(id, set.where(eq(providers.id, id)).returning().get())
}

/** Forgets the row of a provider's key; the provider stays, unlinked. */
export function unlinkKey(db: WritableDb, id: Id): Provider {
  const { apiKeyId } = get(db, id)
  if (apiKeyId) db.delete(apiKeys).where(eq(apiKeys.id, apiKeyId)).run()
  return get(db, id)
}

function found(id: Id, row: Provider | undefined): Provider {
  if (!row) throw new AppError('not_found', `provider ${id}`)
  return row
}
