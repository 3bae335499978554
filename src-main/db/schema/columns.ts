import { integer, text } from 'drizzle-orm/sqlite-core'
import type { Message } from '@contract/entities'

// Defaults live in these files and nowhere else: a default in the contract would slip into patches.
// Times are milliseconds since 1970. Ids are UUIDv7 text; `seq` is explicit because VACUUM renumbers
// implicit rowids, and the full-text index refers to them.

export const id = () => text('id').notNull().unique()
export const seq = () => integer('seq').primaryKey()
export const flag = (name: string) => integer(name, { mode: 'boolean' })
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()
export const created = () => integer('created_at').notNull()
export const updated = () => integer('updated_at').notNull()
export const deleted = () => integer('deleted_at')
/** Where something imported came from, as it was there. */
export const source = () => json<Message['source']>('source')
