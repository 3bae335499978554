import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, type Table } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import {
  Conversation,
  Draft,
  Message,
  NewConversation,
  NewProvider,
  Provider,
} from '@contract/entities'
import { Settings } from '@contract/settings'
import { NewProject, NewTag, Project, Tag } from '@contract/library'
import { conversations, drafts, messages } from '../../../src-main/db/schema/chat'
import { projects, tags } from '../../../src-main/db/schema/library'
import { providers } from '../../../src-main/db/schema/servers'
import { settings } from '../../../src-main/db/schema/settings'

const stored: [name: string, entity: z.ZodObject, table: Table][] = [
  ['Message', Message, messages],
  ['Conversation', Conversation, conversations],
  ['Project', Project, projects],
  ['Tag', Tag, tags],
  ['Provider', Provider, providers],
  ['Settings', Settings, settings],
  ['Draft', Draft, drafts],
]

/** The one field that is not in its row: a table of links holds it. */
const LINKED = 'tagIds'

test.for(stored)('every field of %s has a column, empty where it may be', ([, entity, table]) => {
  const columns = getTableColumns(table)
  for (const [field, schema] of Object.entries(entity.shape)) {
    if (field === LINKED) continue
    const column = columns[field]
    // What the contract cannot answer as null must never be null in a row, and the other way round.
    const mayBeNull = (schema as z.ZodType).safeParse(null).success
    expect([field, column?.notNull ?? 'no column']).toEqual([field, !mayBeNull])
  }
})

/** What the program itself gives to a new row, besides what a window says. */
const given = ['createdAt', 'updatedAt', 'databaseId']

test.for<[string, string[], Table]>([
  ['conversation', Object.keys(NewConversation.shape), conversations],
  ['project', Object.keys(NewProject.shape), projects],
  ['tag', Object.keys(NewTag.shape), tags],
  ['provider', Object.keys(NewProvider.shape), providers],
  ['settings', [], settings],
])('a new %s needs no more than a window says: the rest has defaults', ([, said, table]) => {
  const missing = Object.entries(getTableColumns(table))
    .filter(([name, column]) => column.notNull && !column.hasDefault && name !== 'seq')
    .map(([name]) => name)
    .filter((name) => !said.includes(name) && !given.includes(name))
  expect(missing).toEqual([])
})

test('no default stands in the contract, where a patch would take it for a change', () => {
  const folder = join(import.meta.dirname, '../../../src-preload/contract')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const code = readFileSync(join(folder, file), 'utf8')
    expect([file, code.match(/\.(default|prefault|catch)\(/g)]).toEqual([file, null])
  }
})
