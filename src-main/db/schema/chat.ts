import { sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core'
import type { Conversation, Message, Parameters, Part } from '@contract/entities'
import { RATINGS, ROLES, STATUSES, TITLE_SOURCES } from '@contract/values'
import { created, deleted, flag, id, json, seq, source, updated } from './columns'
import { projects, tags } from './library'
import { providers } from './servers'

export const conversations = sqliteTable(
  'conversations',
  {
    seq: seq(),
    id: id(),
    title: text('title').notNull().default(''),
    titleSource: text('title_source', { enum: TITLE_SOURCES }).notNull().default('none'),
    pinned: flag('pinned').notNull().default(false),
    archived: flag('archived').notNull().default(false),
    projectId: text('project_id').references(() => projects.id, { onDelete: 'set null' }),
    // No foreign key: the leaf and its conversation are written in one transaction, in either order.
    currentMessageId: text('current_message_id'),
    providerId: text('provider_id').references(() => providers.id, { onDelete: 'set null' }),
    model: text('model'),
    parameters: json<Parameters>('parameters'),
    instructions: text('instructions').notNull().default(''),
    scroll: json<NonNullable<Conversation['scroll']>>('scroll'),
    messageCount: integer('message_count').notNull().default(0),
    createdAt: created(),
    updatedAt: updated(),
    deletedAt: deleted(),
    source: source(),
  },
  (table) => [
    index('conversations_list')
      .on(sql`${table.pinned} DESC`, sql`${table.updatedAt} DESC`, sql`${table.seq} DESC`)
      .where(sql`deleted_at IS NULL AND archived = 0`),
    index('conversations_archived')
      .on(sql`${table.pinned} DESC`, sql`${table.updatedAt} DESC`, sql`${table.seq} DESC`)
      .where(sql`deleted_at IS NULL AND archived = 1`),
    index('conversations_created')
      .on(sql`${table.pinned} DESC`, sql`${table.createdAt} DESC`, sql`${table.seq} DESC`)
      .where(sql`deleted_at IS NULL AND archived = 0`),
    index('conversations_title')
      .on(sql`${table.pinned} DESC`, sql`${table.title} COLLATE NOCASE`, table.seq)
      .where(sql`deleted_at IS NULL AND archived = 0`),
    index('conversations_trash')
      .on(sql`${table.deletedAt} DESC`, sql`${table.seq} DESC`)
      .where(sql`deleted_at IS NOT NULL`),
    index('conversations_project').on(table.projectId),
    index('conversations_provider').on(table.providerId),
  ],
)

export const conversationTags = sqliteTable(
  'conversation_tags',
  {
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    tagId: text('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.tagId] }),
    index('conversation_tags_tag').on(table.tagId),
  ],
)

export const messages = sqliteTable(
  'messages',
  {
    seq: seq(),
    id: id(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    // No cascade: in a chain of 10,000 replies it would exceed SQLite's trigger depth. A whole
    // conversation goes by `conversation_id`, and the check at the statement's end is then content.
    parentId: text('parent_id').references((): AnySQLiteColumn => messages.id),
    role: text('role', { enum: ROLES }).notNull(),
    status: text('status', { enum: STATUSES }).notNull(),
    parts: json<Part[]>('parts').notNull(),
    model: text('model'),
    providerId: text('provider_id').references(() => providers.id, { onDelete: 'set null' }),
    usage: json<NonNullable<Message['usage']>>('usage'),
    timings: json<NonNullable<Message['timings']>>('timings'),
    rating: text('rating', { enum: RATINGS }),
    createdAt: created(),
    updatedAt: updated(),
    deletedAt: deleted(),
    source: source(),
  },
  (table) => [
    // Both give their messages in order of `seq`, which is the rowid that every index ends with.
    index('messages_conversation').on(table.conversationId),
    index('messages_parent').on(table.parentId, table.conversationId),
    index('messages_provider')
      .on(table.providerId)
      .where(sql`provider_id IS NOT NULL`),
    index('messages_unfinished')
      .on(table.status)
      .where(sql`status = 'streaming'`),
  ],
)

/** The text of a running reply, appended as it comes; folded into the message at its end. */
export const messageChunks = sqliteTable(
  'message_chunks',
  {
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    offset: integer('offset').notNull(),
    // `json` holds a whole part; the others a stretch of text that begins at `offset` UTF-16 units.
    type: text('type', { enum: ['text', 'reasoning', 'json'] }).notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.part, table.offset] })],
)

export const attachments = sqliteTable(
  'attachments',
  {
    seq: seq(),
    id: id(),
    sha256: text('sha256').notNull(),
    bytes: integer('bytes').notNull(),
    mediaType: text('media_type').notNull(),
    name: text('name').notNull(),
    extractedText: text('extracted_text'),
    createdAt: created(),
  },
  (table) => [index('attachments_content').on(table.sha256)],
)

export const messageAttachments = sqliteTable(
  'message_attachments',
  {
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    attachmentId: text('attachment_id')
      .notNull()
      .references(() => attachments.id),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.position] }),
    index('message_attachments_content').on(table.attachmentId),
  ],
)

/** No foreign key: `new` belongs to the chat that has no conversation yet. */
export const drafts = sqliteTable('drafts', {
  id: text('id').primaryKey(),
  text: text('text').notNull(),
  attachmentIds: json<string[]>('attachment_ids').notNull().default([]),
  updatedAt: updated(),
})
