import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closeDatabase, openReadable } from '../../../src-main/db/open'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { pagesOf, writeNoise } from '../noise'
import { addChat, searchAll, write } from '../searching'
import { begin, openWorld, scripted, temporaryFolder, type World } from '../world'

const WORDS = Array.from(
  { length: 3000 },
  (_, n) => `${(n * 7919).toString(36)}zebra${n.toString(36)}`,
)
const QUERIES = ['zebra', 'ebra1', 'word', '"title 7"', 'zebra from:me', 'C++', 'zebra1 in:trash']

function fill(world: World): void {
  for (let n = 0; n < 30; n += 1) {
    const chat = addChat(world, `A title ${n} ${'of many words '.repeat(9)}`)
    for (let m = 0; m < 10; m += 1) {
      const words = WORDS.slice((n * 10 + m) * 5, (n * 10 + m) * 5 + 5)
      write(world, chat, `${words.join(' ')} word${m} C++ ${m}`, { time: (n * 10 + m) * 1000 })
    }
  }
}

const ask = (world: World, text: string) =>
  world.call('search.run', { text, order: 'newest', limit: 200, after: null })

async function resultsOf(world: World) {
  const all = []
  for (const text of QUERIES) all.push(await searchAll(world, text, { limit: 200 }))
  return all
}

/** Asks until nothing is missing any more, as a window does that shows a search. */
async function complete(world: World): Promise<void> {
  await expect
    .poll(
      async () => {
        const pages = []
        for (const text of QUERIES) pages.push(await ask(world, text))
        return pages.some(({ incomplete }) => incomplete)
      },
      { timeout: 15_000 },
    )
    .toBe(false)
}

const progress = ({ events }: World) =>
  events.flatMap((event) => (event.name === 'index.changed' ? [event.value.progress] : []))

const TABLES = [
  'messages_fts_data',
  'messages_fts_idx',
  'messages_fts_docsize',
  'search_words',
  'search_entries',
  'search_entries_message_unique',
  'search_entries_conversation',
  'search_titles',
]

/** The bytes of a history that was closed, with what is found in it and where its index is. */
async function makeHistory() {
  const folder = temporaryFolder()
  const world = openWorld(scripted([]), folder)
  fill(world)
  const before = await resultsOf(world)
  const pages = new Map(TABLES.map((table) => [table, pagesOf(world.db, table)]))
  closeDatabase(world.db)
  return { bytes: readFileSync(join(folder, 'keepsake.db')), before, pages }
}

let made: ReturnType<typeof makeHistory> | undefined

/** Made once, for all tests. */
const history = () => (made ??= makeHistory())

/** The program with such a history open, in which these pages become noise before it has read them. */
function damaged(bytes: Buffer, pages: number[]): World {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake.db')
  writeFileSync(file, bytes)
  const world = openWorld(scripted(['A reply']), folder)
  world.db.$client.pragma('synchronous = OFF')
  world.db.$client.pragma('wal_checkpoint(TRUNCATE)')
  for (const page of pages) writeNoise(file, page)
  world.db.$client.pragma('shrink_memory')
  return world
}

test.for(TABLES)('damage in %s costs no result, and no message', async (table) => {
  const { bytes, before, pages } = await history()
  const all = pages.get(table) ?? []
  const leaves = all.filter(({ pagetype }) => pagetype === 'leaf')
  const chosen = [leaves.at(leaves.length >> 1), leaves.at(-1), all.at(0)]
  for (const page of new Set(chosen)) {
    const world = damaged(bytes, [page?.pageno ?? 0])
    await complete(world)
    expect(await resultsOf(world)).toEqual(before)
    expect(world.context.index.doubt).not.toBe('elsewhere')
  }

  const world = damaged(
    bytes,
    all.map(({ pageno }) => pageno),
  )
  const { conversationId } = await begin(world, 'Are you still there?')
  await world.settled()
  const path = await world.call('messages.path', { conversationId, limit: 9 })
  expect(path.messages.map(({ status }) => status)).toEqual(['complete', 'complete'])
  await complete(world)
  const isOld = (hit: { conversationId: string }) => hit.conversationId !== conversationId
  expect((await resultsOf(world)).map((hits) => hits.filter(isOld))).toEqual(before)
})

test('what was damaged while the program was closed is found again after its start', async () => {
  const { bytes, before, pages } = await history()
  const last = TABLES.flatMap((table) => pages.get(table)?.at(-1)?.pageno ?? [])
  const world = damaged(bytes, last)
  const during: unknown[] = []
  const publish = world.context.publish
  world.context.publish = (name, value) => {
    publish(name, value)
    if (name === 'index.changed') during.push(ask(world, 'zebra').then((page) => page.incomplete))
  }
  await keepIndexSound(world.context)
  expect((await Promise.all(during)).at(0)).toBe(true)
  expect(progress(world).length).toBeGreaterThan(1)
  expect(progress(world).at(-1)).toBe(null)
  expect(await resultsOf(world)).toEqual(before)
})

test('damage that is not in the index is said', async () => {
  const folder = temporaryFolder()
  const world = openWorld(scripted([]), folder)
  fill(world)
  const leaves = pagesOf(world.db, 'messages').filter(({ pagetype }) => pagetype === 'leaf')
  world.db.$client.pragma('wal_checkpoint(TRUNCATE)')
  world.db.$client.pragma('shrink_memory')
  writeNoise(join(folder, 'keepsake.db'), leaves.at(-1)?.pageno ?? 0)
  // To its end: a page may be over before it comes to where the damage is.
  const asked = () =>
    searchAll(world, 'zebra').then(
      () => 'it was not refused',
      (error: Error) => error.message.split(':')[0],
    )
  await expect.poll(asked, { timeout: 15_000 }).toBe('database_damaged')
  expect(await asked()).toBe('database_damaged')
  await expect.poll(() => progress(world).at(-1)).toBe(null)
})

test('letters of every script leave the index as sound as any', async () => {
  const world = openWorld()
  write(world, addChat(world), `${'𐐀'.repeat(30)} ${'x𐐁'.repeat(80)} ไทย हिन्दी`)
  await keepIndexSound(world.context)
  expect(progress(world)).toEqual([])
})

/** Which of these stand in the files of a history, in whatever table. */
function inFiles(folder: string, words: string[]): string[] {
  const files = ['keepsake.db', 'keepsake.db-wal'].map((name) =>
    readFileSync(join(folder, name), 'latin1'),
  )
  return words.filter((word) => files.some((text) => text.includes(word)))
}

test('what somebody still reads is erased as soon as that is over', async () => {
  const folder = temporaryFolder()
  const world = openWorld(scripted([]), folder)
  world.db.$client.pragma('busy_timeout = 10')
  const gone = addChat(world)
  write(world, gone, 'Verborgenheit')
  await world.call('conversations.delete', { ids: [gone] })
  const reader = openReadable(join(folder, 'keepsake.db'))
  reader.$client.exec('BEGIN')
  reader.$client.prepare('SELECT count(*) FROM messages').get()
  await world.call('conversations.purge', { ids: [gone] })
  await expect.poll(() => world.context.index.isKept).toBe(false)
  expect(inFiles(folder, ['erborgen'])).toEqual(['erborgen'])
  closeDatabase(reader)
  await keepIndexSound(world.context)
  expect(inFiles(folder, ['erborgen'])).toEqual([])
})

test.for(['purge', 'emptyTrash'] as const)(
  'after %s no word of it is in the files, and the words of others are found',
  async (way) => {
    const folder = temporaryFolder()
    const world = openWorld(scripted([]), folder)
    world.db.$client.pragma('secure_delete = ON')
    const [gone, kept] = [addChat(world, 'Secretissimo'), addChat(world)]
    const secrets = Array.from({ length: 400 }, (_, n) => `verborgen${(n * 7919).toString(36)}x`)
    for (const secret of secrets) write(world, gone, `${secret} and shared words`)
    const id = write(world, kept, 'Only shared words')
    const words = [...secrets, 'rborgen', 'ecretissimo']
    expect(inFiles(folder, words)).toEqual(words)
    await world.call('conversations.delete', { ids: [gone] })
    if (way === 'purge') await world.call('conversations.purge', { ids: [gone] })
    else await world.call('conversations.emptyTrash', undefined)
    await expect.poll(() => world.context.index.isKept, { timeout: 15_000 }).toBe(false)
    expect(inFiles(folder, words)).toEqual([])
    for (const text of ['shared', 'hare', 'words']) {
      expect((await ask(world, text)).hits.map(({ messageId }) => messageId)).toEqual([id])
    }
    expect((await ask(world, 'verborgen')).hits).toEqual([])
  },
)
