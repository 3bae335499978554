import { expect, test } from 'vitest'
import type { WritableDb } from '../../../src-main/db/open'
import { directStore } from '../directStore'
import { begin, openWorld, scripted } from '../world'
import { listen, planOf } from './queryPlans'

const entriesOf = 'search_entries_conversation (conversation=? AND rowid>? AND rowid<?)'

test.for<[what: string, text: string, uses: string[]]>([
  ['of all', 'from:me', ['search_entries USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']],
  ['of some conversations', 'from:me is:pinned', [`INDEX ${entriesOf}`]],
  [
    'by its words, from a place on',
    'before:2999 reply',
    ['messages_fts VIRTUAL TABLE INDEX 192:M1><', 'search_entries USING INTEGER PRIMARY KEY'],
  ],
  [
    'by its words, among pinned conversations',
    'reply',
    ['messages_fts VIRTUAL TABLE INDEX 192:M1><', 'search_entries USING INTEGER PRIMARY KEY'],
  ],
  ['by part of a word', 'epl', ['search_words USING INTEGER PRIMARY KEY (rowid>?)']],
  ['by titles, which are short', 'reply', ['SCAN search_titles', 'conversations_project (']],
])('a search %s reads by an index', async ([, text, uses]) => {
  const world = openWorld(scripted(['a reply.and.reply.and more']))
  await begin(world)
  await world.settled()
  // More than is quicker to read than the index.
  world.db.$client.exec('UPDATE conversations SET pinned = 1, message_count = 9000')
  const statements = listen(world.db)
  const query = { text, order: 'newest' as const, after: null, limit: 50 }
  await directStore(world.db).read.search.run(query)
  expectReads(world.db, statements, uses)
  // Places are large, and what is no whole number to SQLite is no bound to the full-text index.
  const bounded = statements.filter((sql) => sql.includes('messages_fts.rowid <'))
  for (const sql of bounded) expect(sql).toContain('messages_fts.rowid < CAST(? AS INTEGER)')
})

test('finding in a chat, and putting a message into the index, read by an index', async () => {
  const world = openWorld(scripted(['reply']))
  const statements = listen(world.db)
  const { conversationId } = await begin(world)
  await world.settled()
  await directStore(world.db).read.search.find({ conversationId, text: 'reply', after: null })
  expectReads(world.db, statements, [
    'messages_conversation (conversation_id=? AND rowid>?)',
    'search_entries_message_unique (message=?)',
    'search_entries USING INTEGER PRIMARY KEY (rowid>?)',
  ])
})

function expectReads(db: WritableDb, statements: string[], uses: string[]): void {
  const lines = [...new Set(statements)].flatMap((sql) => planOf(db, sql))
  for (const use of uses) expect(lines.join('\n')).toContain(use)
  expect(
    lines.filter((line) => /^SCAN (messages|search_(entries|words)|m)\b(?!_)/.test(line)),
  ).toEqual([])
}
