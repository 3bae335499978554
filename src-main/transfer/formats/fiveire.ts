import { type ForeignDatabase, openForeign } from '../foreignDatabase'
import type {
  ForeignConversation,
  ForeignMessage,
  ForeignPart,
  ForeignProject,
  Item,
} from '../foreign'
import type { Format, Source } from '../format'
import { linear } from '../linear'
import { parametersOf } from '../parameters'
import { named, type Raw, text, timeOf, usageOf, without } from '../raw'

// The database of 5ire up to 0.14, in which one row is a question and its answer. Seen in
// nanbingxyz/5ire: src/main/sqlite.ts. Later versions keep a folder that is no file of SQLite.

export const fiveIre: Format = {
  name: '5ire',
  recognises: ({ outer, keys }) =>
    outer === 'database' && ['chats', 'messages', 'bookmarks'].every((table) => keys.has(table)),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  const database = await openForeign(file)
  try {
    const folders = new Map(database.rows('folders', 'rowid').map((row) => [row['id'], row]))
    for (const chat of database.rows('chats', 'rowid')) {
      yield { conversation: readChat(database, chat, folders.get(chat['folderId'])) }
    }
    for (const bookmark of database.rows('bookmarks', 'rowid')) {
      const what = `bookmarks: ${text(bookmark['prompt']).slice(0, 100)}`
      yield { skipped: { what, reason: 'unsupported' } }
    }
    for (const prompt of database.rows('prompts', 'rowid')) {
      yield { skipped: { what: `prompts: ${text(prompt['name'])}`, reason: 'unsupported' } }
    }
  } finally {
    database.close()
  }
}

function readChat(
  database: ForeignDatabase,
  row: Raw,
  folder: Raw | undefined,
): ForeignConversation {
  const of = { column: 'chatId', value: row['id'] }
  const messages = linear(database.rows('messages', 'createdAt, rowid', of).flatMap(readPair))
  return {
    id: text(row['id']),
    title: text(row['name']) || text(row['summary']),
    createdAt: timeOf(row['createdAt']),
    updatedAt: null,
    model: named(row['model']),
    instructions: text(row['systemMessage']),
    parameters: parametersOf(row),
    projects: folder ? [readFolder(folder)] : [],
    draft: text(row['input']),
    currentId: messages.at(-1)?.id ?? null,
    messages,
    source: without(row),
  }
}

function readFolder(row: Raw): ForeignProject {
  return {
    id: text(row['id']),
    name: text(row['name']),
    instructions: text(row['systemMessage']),
    model: named(row['model']),
    parameters: parametersOf(row),
    source: without(row),
  }
}

function readPair(row: Raw): ForeignMessage[] {
  const id = text(row['id'])
  const createdAt = timeOf(row['createdAt'])
  const parts: ForeignPart[] = []
  const [thought, reply] = [text(row['reasoning']), text(row['reply'])]
  if (thought) parts.push({ type: 'reasoning', text: thought })
  if (reply) parts.push({ type: 'text', text: reply })
  const question: ForeignMessage = {
    id: `${id}:prompt`,
    parentId: null,
    role: 'user',
    parts: [{ type: 'text', text: text(row['prompt']) }],
    createdAt,
    source: null,
  }
  const answer: ForeignMessage = {
    id,
    parentId: null,
    role: 'assistant',
    // What was being written when the program ended is still marked so.
    status: row['isActive'] === 1 ? 'interrupted' : 'complete',
    parts,
    model: named(row['model']),
    usage: usageOf(row),
    createdAt,
    source: without(row, 'prompt', 'reply', 'reasoning'),
  }
  return [question, answer]
}
