import type { Id, Message, Part } from '@contract/entities'
import type { SearchHit, SearchPage, SearchQuery } from '@contract/search'
import { conversations, messages } from '../../src-main/db/schema/chat'
import { eq } from 'drizzle-orm'
import { indexMessage, indexTitle } from '../../src-main/db/search/entries'
import { addConversation } from './library'
import { newId, type World } from './world'

/** A conversation with nothing in it and this title, as an import would write it; answers its id. */
export function addChat(
  world: World,
  title = '',
  chosen: Parameters<typeof addConversation>[1] = {},
) {
  // Nobody pulls the plug here, and waiting for the disk would be most of the time.
  world.db.$client.pragma('synchronous = OFF')
  const id = addConversation(world, chosen)
  world.db.update(conversations).set({ title }).where(eq(conversations.id, id)).run()
  const row = world.db.select().from(conversations).where(eq(conversations.id, id)).get()
  if (row) indexTitle(world.db, row)
  return id
}

type Written = Partial<Pick<Message, 'role' | 'model' | 'parentId' | 'status' | 'deletedAt'>> & {
  time?: number
}

/** A message as an import would write it, whatever is there already; answers its id. */
export function write(
  world: World,
  conversationId: Id,
  said: string | Part[],
  { time = 1_700_000_000_000, role = 'user', status = 'complete', ...more }: Written = {},
): Id {
  const id = newId()
  const parts = typeof said === 'string' ? [{ type: 'text' as const, text: said }] : said
  const times = { createdAt: time, updatedAt: time }
  const row = world.db
    .insert(messages)
    .values({ ...more, id, conversationId, role, status, parts, ...times })
    .returning()
    .get()
  if (status !== 'streaming') indexMessage(world.db, row)
  return id
}

/** Every hit of a search, page by page. */
export async function searchAll(
  world: World,
  text: string,
  { order = 'newest', limit = 50 }: Partial<Pick<SearchQuery, 'order' | 'limit'>> = {},
): Promise<SearchHit[]> {
  const hits: SearchHit[] = []
  let after: SearchQuery['after'] = null
  for (;;) {
    const page: SearchPage = await world.call('search.run', { text, order, limit, after })
    hits.push(...page.hits)
    if (page.next === null) return hits
    after = page.next
  }
}

/** The ids of the messages that are found, in order; titles are left out. */
export async function found(
  world: World,
  text: string,
  how: Partial<Pick<SearchQuery, 'order' | 'limit'>> = {},
): Promise<Id[]> {
  return (await searchAll(world, text, how)).flatMap(({ messageId }) => messageId ?? [])
}
