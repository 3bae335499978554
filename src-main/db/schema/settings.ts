import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { SEND_KEYS, SORTS, THEMES } from '@contract/values'
import type { Accelerators } from '@contract/settings'
import { flag, json } from './columns'
import { providers } from './servers'

export const settings = sqliteTable(
  'settings',
  {
    id: integer('id').primaryKey().default(1),
    databaseId: text('database_id').notNull(),
    theme: text('theme', { enum: THEMES }).notNull().default('system'),
    language: text('language').notNull().default('en'),
    sendKey: text('send_key', { enum: SEND_KEYS }).notNull().default('enter'),
    messageFontSize: integer('message_font_size').notNull().default(15),
    sidebarWidth: integer('sidebar_width').notNull().default(272),
    sidebarOpen: flag('sidebar_open').notNull().default(true),
    openConversationId: text('open_conversation_id'),
    defaultProviderId: text('default_provider_id').references(() => providers.id, {
      onDelete: 'set null',
    }),
    defaultModel: text('default_model'),
    titlesByModel: flag('titles_by_model').notNull().default(true),
    notifyWhenDone: flag('notify_when_done').notNull().default(true),
    plainKeysAllowed: flag('plain_keys_allowed').notNull().default(false),
    discoveryAllowed: flag('discovery_allowed').notNull().default(true),
    trashDays: integer('trash_days'),
    sizeLimit: integer('size_limit'),
    makeRoom: flag('make_room').notNull().default(false),
    keys: json<Accelerators>('keys').notNull().default({}),
    listSort: text('list_sort', { enum: SORTS }).notNull().default('activity'),
  },
  (table) => [check('settings_one_row', sql`${table.id} = 1`)],
)
