import { expect, test } from 'vitest'
import type { Message } from '@contract/entities'
import type { ConversationFilter } from '@contract/library'
import { directStore } from '../directStore'
import { begin, newId, openWorld, scripted } from '../world'
import { listen, planOf } from './queryPlans'
import { ACTIVE } from '../../fixtures/lists'

interface Place extends ReturnType<typeof directStore> {
  conversationId: string
  question: string
  reply: string
}

const ending = { usage: null, timings: null, added: [], durations: [], now: 1 }
const status: Message['status'] = 'complete'

interface Case {
  what: string
  run(place: Place): Promise<unknown>
  uses: string[]
}

/** The first page of a list and one in its middle. */
function pagesOf(what: string, chosen: Partial<ConversationFilter>, uses: string[]): Case {
  const filter = { ...ACTIVE, ...chosen }
  const after = { pinned: true, key: filter.sort === 'title' ? 'x' : 1, seq: 1 }
  return {
    what,
    uses,
    async run({ read }) {
      await read.lists.page({ filter, after: null, limit: 50 })
      await read.lists.page({ filter, after, limit: 50 })
    },
  }
}

/** What is run while somebody looks or writes, and the indexes that must serve it. */
const cases: Case[] = [
  pagesOf('the list of conversations', {}, [
    'conversations_list (pinned=?)',
    'conversations_list (pinned=? AND updated_at<?)',
  ]),
  pagesOf('the list by age', { sort: 'created' }, [
    'conversations_created (pinned=?)',
    'conversations_created (pinned=? AND created_at<?)',
  ]),
  pagesOf('the list by title', { sort: 'title' }, [
    'conversations_title (pinned=?)',
    'conversations_title (pinned=? AND title>?)',
  ]),
  pagesOf('the archive', { shown: 'archived' }, [
    'conversations_archived (pinned=?)',
    'conversations_archived (pinned=? AND updated_at<?)',
  ]),
  pagesOf('the trash', { shown: 'trash' }, [
    'conversations_trash',
    'conversations_trash (deleted_at>? AND deleted_at<?)',
  ]),
  {
    what: 'what is in the trash',
    run: ({ read }) => read.conversations.trashed(50),
    uses: ['conversations_trash'],
  },
  {
    what: 'a conversation',
    run: ({ read, conversationId }) => read.conversations.get(conversationId),
    uses: ['conversations_id_unique (id=?)'],
  },
  {
    what: 'the visible branch and its versions',
    run: ({ read, conversationId }) => read.messages.path({ conversationId, limit: 50 }),
    uses: [
      'messages_id_unique (id=?)',
      'messages USING INTEGER PRIMARY KEY (rowid=?)',
      'messages_parent (parent_id=? AND conversation_id=?)',
      'messages_parent (parent_id=?)',
    ],
  },
  {
    what: 'what a model is shown',
    run: ({ read, reply }) => read.messages.branch(reply),
    uses: ['messages_id_unique (id=?)', 'messages USING INTEGER PRIMARY KEY (rowid=?)'],
  },
  {
    what: 'a message',
    run: ({ read, reply }) => read.messages.get(reply),
    uses: ['messages_id_unique (id=?)'],
  },
  {
    what: 'a draft',
    run: ({ read }) => read.settings.draft('new'),
    uses: ['sqlite_autoindex_drafts_1 (id=?)'],
  },
  {
    what: 'the replies that a crash left unfinished',
    run: ({ write }) => write.chunks.foldOrphans(1),
    uses: ['messages_unfinished (status=?)'],
  },
  {
    what: 'another turn',
    run: ({ write, conversationId, reply }) =>
      write.messages.addTurn({
        conversationId,
        conversation: null,
        now: 1,
        messages: [{ id: newId(), parentId: reply, role: 'user', status, parts: [] }],
      }),
    uses: ['messages_unfinished (status=?)', 'messages_id_unique (id=?)'],
  },
  {
    what: 'the text of a running reply, and its end',
    run: async ({ read, write, reply }) => {
      await write.chunks.append(reply, [{ part: 0, offset: 0, type: 'text', text: 'a' }])
      await read.messages.get(reply)
      await write.chunks.fold(reply, { ...ending, status: 'complete' })
    },
    uses: ['message_chunks USING PRIMARY KEY (message_id=?)'],
  },
  {
    what: 'another version',
    run: ({ write, question }) => write.messages.show(question),
    uses: ['messages_id_unique (id=?)', 'messages_parent (parent_id=?)'],
  },
  {
    what: 'a deletion of all that is below the first message, and its undoing',
    run: async ({ write, question, conversationId }) => {
      const { deletion } = await write.messages.moveToTrash({
        id: question,
        scope: 'below',
        now: 5,
      })
      await write.messages.restore({ ...deletion, conversationId })
    },
    uses: ['messages_conversation (conversation_id=?)', 'messages_parent (parent_id=?)'],
  },
  {
    what: 'a copy of one branch',
    run: ({ write, conversationId: id, question }) =>
      write.conversations.copy({ id, newId: newId(), title: '', messageIds: [question], now: 1 }),
    uses: ['m USING INDEX messages_id_unique (id=?)', 'messages_conversation (conversation_id=?)'],
  },
  {
    what: 'a deletion for good',
    run: async ({ write, conversationId }) => {
      await write.conversations.moveToTrash([conversationId], 1)
      await write.conversations.purge([conversationId])
    },
    uses: ['messages_conversation (conversation_id=?)'],
  },
]

/** Lines that walk through a whole table of the history, or sort what an index has in order. */
const COSTLY =
  /^SCAN (messages|conversations|m|message_chunks)\b(?! USING INDEX conversations_list)/

test.for(cases)('$what: read by an index, in its order', async ({ run, uses }) => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, id: question, replyId: reply } = await begin(world)
  await world.settled()
  if (uses.some((use) => use.startsWith('message_chunks'))) {
    world.db.$client.exec(`UPDATE messages SET status = 'streaming' WHERE role = 'assistant'`)
  }
  const statements = listen(world.db)
  await run({ ...directStore(world.db), conversationId, question, reply })
  const plans = [...new Set(statements)].map((sql) => planOf(world.db, sql))
  const lines = plans.flat()
  for (const use of uses) expect(lines.join('\n')).toContain(use)
  expect(lines.filter((line) => COSTLY.test(line))).toEqual([])
  // What is walked from leaf to root has no index for its order; everything else has.
  const sorted = plans.filter((plan) => plan.some((line) => line.includes('TEMP B-TREE')))
  expect(sorted.filter((plan) => !plan.some((line) => line.startsWith('CO-ROUTINE')))).toEqual([])
})

test.for<[Partial<ConversationFilter>, string]>([
  [{ projectId: newId() }, 'conversations_project (project_id=?)'],
  [{ tagId: newId() }, 'conversation_tags_tag (tag_id=?)'],
  [{ tagId: newId(), shown: 'trash' }, 'conversation_tags_tag (tag_id=?)'],
])('of a narrow list only what belongs to it is read: %o', async ([chosen, uses]) => {
  const world = openWorld(scripted(['reply']))
  const statements = listen(world.db)
  const filter = { ...ACTIVE, ...chosen }
  await directStore(world.db).read.lists.page({ filter, after: null, limit: 50 })
  const lines = statements.flatMap((sql) => planOf(world.db, sql))
  expect(lines.join('\n')).toContain(uses)
  expect(lines.filter((line) => /(SCAN|INDEX) conversations(_list)?$/.test(line))).toEqual([])
})
