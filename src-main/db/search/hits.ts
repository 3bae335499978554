import type { Message } from '@contract/entities'
import type { SearchHit } from '@contract/search'
import { prepared } from '../prepared'
import type { Entry } from './candidates'
import { fold } from './fold'
import type { Search } from './known'
import { locate } from './locate'
import { matches } from './match'
import type { Filter } from './parse'
import { cut, spellings } from './snippet'
import { searchableText } from './text'
import { markTerms } from './titles'

const SPELLINGS = 20

export interface Found extends Pick<Message, 'id' | 'model' | 'createdAt'> {
  text: string
  folded: string
}

/** The message of an entry, if its text is one that is looked for: the index only said that it may be. */
export function matchingText({ db, parsed }: Search, entry: Entry): Found | null {
  const row = prepared(
    db,
    `SELECT id, parts, model, created_at AS createdAt, deleted_at AS deletedAt
     FROM messages WHERE seq = ?`,
  ).get(entry.message) as
    | (Omit<Found, 'text'> & { parts: string; deletedAt: number | null })
    | undefined
  if (!row || row.deletedAt !== null) return null
  const { id, model, createdAt } = row
  if (createdAt < (parsed.after ?? -Infinity) || createdAt >= (parsed.before ?? Infinity))
    return null
  if (!parsed.filters.every((filter) => isOfModel(model, filter))) return null
  const text = searchableText(db, JSON.parse(row.parts) as Message['parts'])
  const folded = fold(text)
  return matches(folded, parsed) ? { id, model, createdAt, text, folded } : null
}

function isOfModel(model: string | null, filter: Filter): boolean {
  return filter.by !== 'model' || fold(model ?? '').includes(filter.name) !== filter.not
}

export function toHit({ db, parsed }: Search, entry: Entry, found: Found): SearchHit {
  const conversation = prepared(
    db,
    'SELECT id, title, pinned FROM conversations WHERE seq = ?',
  ).get(entry.conversation) as { id: string; title: string; pinned: 0 | 1 }
  const ranges = locate(found.text, found.folded, parsed.terms, SPELLINGS)
  return {
    conversationId: conversation.id,
    messageId: found.id,
    title: markTerms(conversation.title, parsed.terms),
    pinned: conversation.pinned === 1,
    role: entry.role,
    model: found.model,
    time: found.createdAt,
    snippet: cut(found.text, ranges),
    found: spellings(found.text, ranges),
  }
}
