import { and, eq, sql } from 'drizzle-orm'
import type { Draft } from '@contract/entities'
import type { Settings, SettingsPatch } from '@contract/settings'
import { GUIDE_ID } from './guideId'
import type { ReadableDb, WritableDb } from './open'
import { drafts } from './schema/chat'
import { providers } from './schema/servers'
import { settings } from './schema/settings'

/** Writes the rows that every database has; changes nothing where they are. */
export function ensureDefaults(db: WritableDb, databaseId: string, now: number): void {
  db.insert(providers)
    .values({ id: GUIDE_ID, kind: 'guide', name: 'Offline guide', createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .run()
  db.insert(settings)
    .values({ databaseId, defaultProviderId: GUIDE_ID })
    .onConflictDoNothing()
    .run()
}

export function get(db: ReadableDb): Settings {
  const { id: _id, databaseId: _databaseId, ...chosen } = row(db)
  return chosen
}

/** Whether this database has been given its first rows. */
export function exists(db: ReadableDb): boolean {
  return db.select().from(settings).get() !== undefined
}

/** Tells this database from every other one, for as long as it lives. */
export function databaseId(db: ReadableDb): string {
  return row(db).databaseId
}

export function update(db: WritableDb, patch: SettingsPatch): Settings {
  db.update(settings).set(patch).run()
  return get(db)
}

export function draft(db: ReadableDb, id: Draft['id']): Draft | null {
  const found = db.select().from(drafts).where(eq(drafts.id, id)).get()
  return found ? { id, text: found.text, updatedAt: found.updatedAt } : null
}

/** Keeps what is typed; an empty text without files is no draft. */
export function saveDraft(db: WritableDb, { id, text, updatedAt }: Draft): void {
  if (text === '') {
    db.delete(drafts)
      .where(and(eq(drafts.id, id), sql`attachment_ids = '[]'`))
      .run()
    db.update(drafts).set({ text, updatedAt }).where(eq(drafts.id, id)).run()
    return
  }
  db.insert(drafts)
    .values({ id, text, updatedAt })
    .onConflictDoUpdate({ target: drafts.id, set: { text, updatedAt } })
    .run()
}

function row(db: ReadableDb) {
  const found = db.select().from(settings).get()
  if (!found) throw new Error('the settings row is missing')
  return found
}
