import * as z from 'zod'
import { Id, Time } from './entities'
import { ORDERS, ROLES } from './values'

/** Text in pieces; the marked ones are what was searched for. */
export const Snippet = z.array(z.object({ text: z.string(), marked: z.boolean() }))
export type Snippet = z.infer<typeof Snippet>

/** Words as they are written where they were found; `whole`: the same letters within a word are others. */
export const FoundWord = z.object({ text: z.string(), whole: z.boolean() })
export type FoundWord = z.infer<typeof FoundWord>

/**
 * One place where the words were found: a message, or, where `messageId` is null, the conversation by
 * its title, project or tags. `found` are the words as they are written there, for marking them.
 */
export const SearchHit = z.object({
  conversationId: Id,
  messageId: Id.nullable(),
  title: Snippet,
  pinned: z.boolean(),
  role: z.enum(ROLES).nullable(),
  model: z.string().nullable(),
  time: Time,
  snippet: Snippet,
  found: z.array(FoundWord),
})
export type SearchHit = z.infer<typeof SearchHit>

/** Where a search goes on: in the pinned conversations first, then in all others. */
export const SearchCursor = z.strictObject({
  stage: z.enum(['pinned', 'rest']),
  place: z.number().int(),
})
export type SearchCursor = z.infer<typeof SearchCursor>

export const SearchQuery = z.strictObject({
  text: z.string().max(2000),
  order: z.enum(ORDERS),
  after: SearchCursor.nullable(),
  limit: z.number().int().min(1).max(200),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/**
 * A page of results. A search works for a few milliseconds at a time, so a page may hold less than
 * `limit`, or nothing, and still have a `next`. `total` counts all results where `exact`, and is a
 * lower bound else. `incomplete` says that the index is being made and older messages may be missing.
 */
export const SearchPage = z.object({
  hits: z.array(SearchHit),
  next: SearchCursor.nullable(),
  total: z.object({ count: z.number().int(), exact: z.boolean() }),
  incomplete: z.boolean(),
})
export type SearchPage = z.infer<typeof SearchPage>

/** The messages of a conversation that hold the words, in order; `count` is how often each does. */
export const Found = z.object({
  matches: z.array(
    z.object({
      messageId: Id,
      seq: z.number().int(),
      count: z.number().int(),
      found: z.array(FoundWord),
    }),
  ),
  next: z.number().int().nullable(),
})
export type Found = z.infer<typeof Found>

/** How far the search index is: null when it is complete. */
export const IndexProgress = z.object({ done: z.number().int(), total: z.number().int() })
export type IndexProgress = z.infer<typeof IndexProgress>
