import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { ROLES } from '@contract/values'

// All of this, and the full-text index `messages_fts`, is made from the messages and can be made again.

/**
 * The finished messages that are in the full-text index. `place` is their rowid there: the time of
 * creation in steps of two seconds, moved on to the next free one, so that the index is in order of time
 * whatever was imported when. `message` and `conversation` are their `seq`.
 */
export const searchEntries = sqliteTable(
  'search_entries',
  {
    place: integer('place').primaryKey(),
    message: integer('message').notNull().unique(),
    conversation: integer('conversation').notNull(),
    role: text('role', { enum: ROLES }).notNull(),
    /** Bits: 1 an image, 2 code, 4 a file. */
    has: integer('has').notNull(),
  },
  (table) => [index('search_entries_conversation').on(table.conversation)],
)

/** The folded title of each conversation, by its `seq`. */
export const searchTitles = sqliteTable('search_titles', {
  conversation: integer('conversation').primaryKey(),
  text: text('text').notNull(),
})

/** Every word of the index, in blocks with a line for each: `\nword\nword\n`; `sum` is their CRC-32. */
export const searchWords = sqliteTable('search_words', {
  id: integer('id').primaryKey(),
  words: text('words').notNull(),
  sum: integer('sum').notNull(),
})

/** What is still to be done in the background, though the program ends meanwhile. */
export const searchTasks = sqliteTable('search_tasks', { name: text('name').primaryKey() })
