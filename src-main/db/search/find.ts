import type { Id, Message } from '@contract/entities'
import type { Found } from '@contract/search'
import { AppError } from '../../errors'
import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { fold } from './fold'
import { locate } from './locate'
import { occurrences } from './match'
import { spellings } from './snippet'
import { searchableText } from './text'

const STEP_MS = 15
const AT_ONCE = 100
/** As many are looked at for the ways in which the text is written. */
const LOOKED_AT = 100

interface Wanted {
  conversationId: Id
  text: string
  after: number | null
}

/**
 * The messages of one conversation that hold a text as typed, whatever case and accents, from `after`
 * (their `seq`) on. Reads them one by one, without the index, for some milliseconds. Throws `not_found`.
 */
export function find(db: ReadableDb, { conversationId, text, after }: Wanted): Found {
  const known = prepared(db, 'SELECT 1 FROM conversations WHERE id = ?').get(conversationId)
  if (!known) throw new AppError('not_found', `conversation ${conversationId}`)
  const term = { text: fold(text), exact: false }
  const matches: Found['matches'] = []
  if (term.text.trim() === '') return { matches, next: null }
  const next = prepared(
    db,
    `SELECT seq, id, parts FROM messages WHERE conversation_id = ? AND seq > ?
     AND deleted_at IS NULL AND status <> 'streaming' ORDER BY seq LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + STEP_MS
  let last = after ?? 0
  do {
    const rows = next.all(conversationId, last) as { seq: number; id: Id; parts: string }[]
    for (const { seq, id, parts } of rows) {
      last = seq
      const written = searchableText(db, JSON.parse(parts) as Message['parts'])
      const folded = fold(written)
      const count = [...occurrences(folded, term)].length
      if (count === 0) continue
      const found = spellings(written, locate(written, folded, [term], LOOKED_AT))
      matches.push({ messageId: id, seq, count, found })
    }
    if (rows.length < AT_ONCE) return { matches, next: null }
  } while (performance.now() < end)
  return { matches, next: last }
}
