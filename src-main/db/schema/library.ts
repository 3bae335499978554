import { type AnySQLiteColumn, index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Message, Parameters } from '@contract/entities'
import { COLORS } from '@contract/library'
import { created, deleted, flag, id, json, seq, source, updated } from './columns'
import { providers } from './servers'

export const projects = sqliteTable(
  'projects',
  {
    seq: seq(),
    id: id(),
    parentId: text('parent_id').references((): AnySQLiteColumn => projects.id, {
      onDelete: 'cascade',
    }),
    name: text('name').notNull(),
    instructions: text('instructions').notNull().default(''),
    providerId: text('provider_id').references(() => providers.id, { onDelete: 'set null' }),
    model: text('model'),
    parameters: json<Parameters>('parameters'),
    createdAt: created(),
    updatedAt: updated(),
    deletedAt: deleted(),
    source: source(),
  },
  (table) => [index('projects_parent').on(table.parentId)],
)

export const tags = sqliteTable('tags', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  color: text('color', { enum: COLORS }),
  createdAt: created(),
})

export const rules = sqliteTable('rules', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  content: text('content').notNull(),
  alwaysOn: flag('always_on').notNull().default(false),
  createdAt: created(),
  updatedAt: updated(),
  source: source(),
})

export const tagRules = sqliteTable(
  'tag_rules',
  {
    tagId: text('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    ruleId: text('rule_id')
      .notNull()
      .references(() => rules.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.tagId, table.ruleId] }),
    index('tag_rules_rule').on(table.ruleId),
  ],
)

export const promptTemplates = sqliteTable(
  'prompt_templates',
  {
    seq: seq(),
    id: id(),
    kind: text('kind', { enum: ['prompt', 'agent', 'task'] }).notNull(),
    parentId: text('parent_id').references((): AnySQLiteColumn => promptTemplates.id, {
      onDelete: 'cascade',
    }),
    name: text('name').notNull(),
    content: text('content').notNull(),
    variables: json<Message['source']>('variables'),
    createdAt: created(),
    updatedAt: updated(),
    source: source(),
  },
  (table) => [index('prompt_templates_parent').on(table.parentId)],
)

/** What could run arrives switched off. */
export const mcpServers = sqliteTable('mcp_servers', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  enabled: flag('enabled').notNull().default(false),
  configuration: json<Message['source']>('configuration').notNull(),
  createdAt: created(),
  updatedAt: updated(),
})

export const mods = sqliteTable('mods', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  enabled: flag('enabled').notNull().default(false),
  content: json<Message['source']>('content').notNull(),
  createdAt: created(),
})

export const syncRepos = sqliteTable('sync_repos', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  configuration: json<Message['source']>('configuration').notNull(),
  createdAt: created(),
  updatedAt: updated(),
})
