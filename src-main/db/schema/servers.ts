import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Model, Parameters } from '@contract/entities'
import { PROVIDER_KINDS } from '@contract/values'
import { created, id, json, seq, updated } from './columns'

export const apiKeys = sqliteTable('api_keys', {
  seq: seq(),
  id: id(),
  name: text('name').notNull(),
  createdAt: created(),
})

export const providers = sqliteTable(
  'providers',
  {
    seq: seq(),
    id: id(),
    kind: text('kind', { enum: PROVIDER_KINDS }).notNull(),
    name: text('name').notNull(),
    baseUrl: text('base_url').notNull().default(''),
    headers: json<Record<string, string>>('headers').notNull().default({}),
    parameters: json<Parameters>('parameters').notNull().default({}),
    models: json<Model[]>('models').notNull().default([]),
    defaultModel: text('default_model'),
    // The secret itself is never in the database: `storage/keys.ts` keeps it by this id.
    apiKeyId: text('api_key_id').references(() => apiKeys.id, { onDelete: 'set null' }),
    createdAt: created(),
    updatedAt: updated(),
  },
  (table) => [index('providers_key').on(table.apiKeyId)],
)
