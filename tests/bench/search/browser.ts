import type { Part } from '@contract/entities'
import type { ReadableDb } from '../../../src-main/db/open'
import { type Figure, median } from '../figures'
import type { Page } from '../page'
import type { World } from '../world'
import { ask, named, type Sized } from './pages'

const AT_ONCE = 1000
const RUNS = 3
/** Beyond this a page has no memory for all of them at once. */
const MOST = 100_000
const FASTER = 1000

type Times = Record<'getAll' | 'cursor' | 'memory' | 'like' | 'ours', number[]>

/**
 * What clients in a browser do, which have no index: all messages are read out of IndexedDB and looked
 * through, at once or one by one. In a page of the bare app, with the messages of the store, and ours
 * asked in between.
 */
export async function measureBrowser(
  world: World,
  stores: Sized[],
  words: Map<Sized, string[]>,
): Promise<{ figures: Figure[]; raw: unknown }> {
  const program = await world.startBare()
  const raw: Record<number, Times> = {}
  try {
    await program.page.evaluate(PREPARE)
    for (const store of stores) {
      const times = (raw[store.messages] ??= none())
      if (store.messages <= MOST) await pour(program.page, store)
      for (let run = 0; run < RUNS; run += 1) {
        const word = words.get(store)?.[run] ?? 'the'
        await timeOnce(program.page, store, word, times)
      }
    }
  } finally {
    await program.quit()
  }
  return { raw, figures: figuresOf(raw) }
}

function none(): Times {
  return { getAll: [], cursor: [], memory: [], like: [], ours: [] }
}

async function timeOnce(page: Page, { db, messages }: Sized, word: string, times: Times) {
  const timed = (work: () => unknown) => {
    const started = performance.now()
    work()
    return performance.now() - started
  }
  times.ours.push(timed(() => ask(db, 'newest', word, null)))
  // Once is enough of what takes seconds.
  if (messages <= MOST || times.like.length === 0) times.like.push(timed(() => scan(db, word)))
  if (messages > MOST) return
  const inPage = await page.evaluate<
    Pick<Record<keyof Times, number>, 'getAll' | 'cursor' | 'memory'>
  >(`bench.time(${messages}, ${JSON.stringify(word)})`)
  for (const way of ['getAll', 'cursor', 'memory'] as const) times[way].push(inPage[way])
}

function scan(db: ReadableDb, word: string) {
  return db.$client
    .prepare('SELECT id FROM messages WHERE parts LIKE ? ORDER BY seq DESC LIMIT 50')
    .all(`%${word}%`)
}

/** Puts all messages of a store into a database of the page. */
async function pour(page: Page, { db, messages }: Sized): Promise<void> {
  const read = db.$client.prepare(
    `SELECT seq, id, conversation_id AS chat, role, created_at AS createdAt, parts
     FROM messages WHERE seq > ? ORDER BY seq LIMIT ${AT_ONCE}`,
  )
  let last = 0
  for (;;) {
    const rows = read.all(last) as { seq: number; parts: string }[]
    if (rows.length === 0) return
    last = rows.at(-1)?.seq ?? last
    const items = rows.map(({ parts, ...row }) => ({ ...row, content: textOf(parts) }))
    await page.evaluate(`bench.put(${messages}, ${JSON.stringify(items)})`)
  }
}

function textOf(parts: string): string {
  return (JSON.parse(parts) as Part[])
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n')
}

const PREPARE = `(() => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const open = (name) => {
    const request = indexedDB.open('bench-' + name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('messages', { keyPath: 'seq' })
    return done(request)
  }
  const has = (word) => (message) => message.content.toLowerCase().includes(word)
  const timed = async (work) => {
    const started = performance.now()
    await work()
    return performance.now() - started
  }
  globalThis.bench = {
    async put(name, items) {
      const db = await open(name)
      const change = db.transaction('messages', 'readwrite', { durability: 'relaxed' })
      for (const item of items) change.objectStore('messages').put(item)
      await new Promise((resolve, reject) => {
        change.oncomplete = resolve
        change.onerror = () => reject(change.error)
      })
      db.close()
    },
    async time(name, word) {
      const db = await open(name)
      const store = () => db.transaction('messages').objectStore('messages')
      let all
      const getAll = await timed(async () => {
        all = await done(store().getAll())
        all.filter(has(word))
      })
      const memory = await timed(() => all.filter(has(word)))
      all = undefined
      const cursor = await timed(() => new Promise((resolve, reject) => {
        const found = []
        const fits = has(word)
        const request = store().openCursor(null, 'prev')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const at = request.result
          if (!at || found.length >= 50) return resolve(found)
          if (fits(at.value)) found.push(at.value)
          at.continue()
        }
      }))
      db.close()
      return { getAll, cursor, memory }
    },
  }
})()`

const WAYS = {
  getAll: 'IndexedDB getAll and filter',
  cursor: 'IndexedDB cursor until 50',
  memory: 'filter of what is in the memory of the page',
  like: 'SQL LIKE until 50',
} as const

function figuresOf(raw: Record<number, Times>): Figure[] {
  const sizes = Object.entries(raw)
  const lines = sizes.flatMap(([size, times]) =>
    (Object.keys(WAYS) as (keyof typeof WAYS)[])
      .filter((way) => times[way].length > 0)
      .map((way) => ({
        what: `a rare word by ${WAYS[way]}, ${named(Number(size))}`,
        value: median(times[way]),
        unit: 'ms' as const,
        against: { what: 'our page', ratio: median(times[way]) / median(times.ours) },
      })),
  )
  const largest = sizes.at(-1)?.[1].ours
  const measured = sizes.findLast(([, times]) => times.getAll.length > 0)
  if (!largest || !measured) return lines
  const value = median(measured[1].getAll)
  return [
    ...lines,
    {
      what: `a rare word by ${WAYS.getAll} of ${named(Number(measured[0]))} against the largest store`,
      value,
      unit: 'ms',
      against: { what: 'our page of the largest', ratio: value / median(largest) },
      least: FASTER,
    },
  ]
}
