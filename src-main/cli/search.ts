import type { SearchCursor, SearchHit, Snippet } from '@contract/search'
import { closeDatabase, type ReadableDb } from '../db/open'
import { run } from '../db/search/run'
import { indexIsEmpty, isFillDue } from '../db/upkeep'
import { AppError } from '../errors'
import { openActive } from './activePlace'
import type { Command } from './command'

const LIMIT = 50
/** Beyond this many the hits are not counted any more: it would take as long as reading them all. */
const COUNTED = 10_000
const PAGE = 200

/** Finds what the window finds, in the same order. */
export const search: Command = {
  usage: '<query> [--limit=50]',
  summary: 'Searches every conversation, as the window does.',
  options: { limit: { type: 'string' } },
  words: [1, 1],
  run: async (context, [text = ''], { limit = String(LIMIT) }) => {
    const most = Number(limit)
    if (typeof limit !== 'string' || !/^\d{1,5}$/.test(limit) || most < 1 || most > COUNTED) {
      throw new AppError('bad_input', `--limit is a number from 1 to ${COUNTED}`)
    }
    if (text.length > 2000) throw new AppError('bad_input', 'a query has 2000 characters at most')
    const db = openActive(context)
    try {
      // One state of the history for all pages, whatever the window writes meanwhile.
      const { hits, ...rest } = db.$client.transaction(() => find(db, text, most)).deferred()
      const incomplete = indexIsEmpty(db) || isFillDue(db)
      return { ok: true, output: { hits: hits.map(printed), ...rest, incomplete } }
    } finally {
      closeDatabase(db)
    }
  },
}

function find(db: ReadableDb, text: string, most: number) {
  const hits: SearchHit[] = []
  let total = 0
  let after: SearchCursor | null = null
  do {
    const page = run(db, { text, order: 'newest', after, limit: PAGE })
    hits.push(...page.hits.slice(0, most - hits.length))
    total += page.hits.length
    after = page.next
  } while (after !== null && total < COUNTED)
  return { hits, total, totalIsExact: after === null }
}

function printed({ conversationId, messageId, title, snippet, time }: SearchHit) {
  return { conversationId, messageId, title: plain(title), snippet: plain(snippet), time }
}

function plain(pieces: Snippet): string {
  return pieces.map(({ text }) => text).join('')
}
