import type { Part } from '@contract/entities'
import type { ReadableDb } from '../../../src-main/db/open'
import { type Figure, median, percentile } from '../figures'
import type { Page } from '../page'
import type { World } from '../world'
import { askUntilEnough, named, type Sized } from './pages'

const AT_ONCE = 2000
const RUNS = 5
/** Beyond this a page has no memory for all of them at once, and a cursor takes minutes. */
const MOST = 100_000
const FASTER = 1000
const PROMISED = 1_000_000

type Times = Record<'portions' | 'getAll' | 'cursor' | 'memory' | 'like' | 'ours', number[]>
type InPage = Pick<Times, 'portions' | 'getAll' | 'cursor' | 'memory'>

/**
 * What clients in a browser do, which have no index: all messages are read out of IndexedDB and looked
 * through, in portions, at once or one by one. In a page of the bare app, with the messages of the store,
 * and ours asked in between. The databases of the pages are kept, because a million messages take minutes.
 */
export async function measureBrowser(
  world: World,
  stores: Sized[],
  words: Map<Sized, string[]>,
): Promise<{ figures: Figure[]; raw: unknown }> {
  const raw: Record<number, Times> = {}
  for (const store of stores) {
    const data = await world.keptPages(store.messages, (page) => pour(page, store))
    const program = await world.startBare(data)
    try {
      await program.page.evaluate(PREPARE)
      const times = (raw[store.messages] = none())
      for (let run = 0; run < RUNS; run += 1) {
        await timeOnce(program.page, store, words.get(store) ?? ['the'], run, times)
      }
    } finally {
      await program.quit()
    }
  }
  return { raw, figures: figuresOf(raw) }
}

function none(): Times {
  return { portions: [], getAll: [], cursor: [], memory: [], like: [], ours: [] }
}

async function timeOnce(
  page: Page,
  { db, messages }: Sized,
  words: string[],
  run: number,
  times: Times,
) {
  const timed = (work: () => unknown) => {
    const started = performance.now()
    work()
    return performance.now() - started
  }
  const word = words[run % words.length] ?? ''
  // Until there are fifty hits. Each word, because of one alone everything would be in some memory.
  for (const each of words) times.ours.push(timed(() => askUntilEnough(db, 'newest', each)))
  // Once is enough of what takes seconds.
  if (messages <= MOST || run === 0) times.like.push(timed(() => scan(db, word)))
  const inPage = await page.evaluate<Partial<Record<keyof InPage, number>>>(
    `bench.time(${JSON.stringify(word)}, ${messages <= MOST})`,
  )
  for (const way of ['portions', 'getAll', 'cursor', 'memory'] as const) {
    if (inPage[way] !== undefined) times[way].push(inPage[way])
  }
}

function scan(db: ReadableDb, word: string) {
  return db.$client
    .prepare('SELECT id FROM messages WHERE parts LIKE ? ORDER BY seq DESC LIMIT 50')
    .all(`%${word}%`)
}

/** Puts all messages of a store into the database of the page. */
async function pour(page: Page, { db }: Sized): Promise<void> {
  await page.evaluate(PREPARE)
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
    await page.evaluate(`bench.put(${JSON.stringify(items)})`)
  }
}

function textOf(parts: string): string {
  return (JSON.parse(parts) as Part[])
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n')
}

const PREPARE = `(() => {
  const PORTION = 10_000
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const open = () => {
    const request = indexedDB.open('bench', 1)
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
    async put(items) {
      const db = await open()
      const change = db.transaction('messages', 'readwrite', { durability: 'relaxed' })
      for (const item of items) change.objectStore('messages').put(item)
      await new Promise((resolve, reject) => {
        change.oncomplete = resolve
        change.onerror = () => reject(change.error)
      })
      db.close()
    },
    async time(word, isSmall) {
      const db = await open()
      const store = () => db.transaction('messages').objectStore('messages')
      const portions = await timed(async () => {
        const found = []
        let looked = 0
        for (let last = 0; ; ) {
          const some = await done(store().getAll(IDBKeyRange.lowerBound(last, true), PORTION))
          found.push(...some.filter(has(word)))
          looked += some.length
          if (some.length < PORTION) break
          last = some.at(-1).seq
        }
        if (looked !== await done(store().count())) throw new Error('not all were looked at')
        if (found.length === 0) throw new Error(word + ' was not found')
      })
      if (!isSmall) {
        db.close()
        return { portions }
      }
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
      return { portions, getAll, cursor, memory }
    },
  }
})()`

const WAYS = {
  portions: 'IndexedDB, 10,000 messages at a time',
  getAll: 'IndexedDB getAll and filter',
  cursor: 'IndexedDB cursor until 50',
  memory: 'filter of what is in the memory of the page',
  like: 'SQL LIKE until 50',
} as const

function figuresOf(raw: Record<number, Times>): Figure[] {
  return Object.entries(raw).flatMap(([size, times]) => {
    const { ours } = times
    const line = (way: keyof typeof WAYS): Figure => {
      const [value, high] = [median(times[way]), percentile(times[way], 0.95)]
      const ourHigh = percentile(ours, 0.95)
      return {
        what: `a rare word by ${WAYS[way]}, ${named(Number(size))}`,
        value,
        unit: 'ms',
        against: { what: 'ours of as many', ratio: value / median(ours) },
        note: [
          `${times[way].length} runs against ${ours.length} of ${median(ours).toFixed(1)} ms`,
          `95 of 100: ${high.toFixed(0)} against ${ourHigh.toFixed(1)} ms, ${(high / ourHigh).toFixed(0)} ×`,
        ].join('; '),
      }
    }
    const ways = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => times[way].length > 0)
    // The more there is, the more it has to look through: promised is the ratio of a million.
    const isPromised = (way: keyof typeof WAYS) => way === 'portions' && Number(size) === PROMISED
    return ways.map((way) => ({ ...line(way), ...(isPromised(way) && { least: FASTER }) }))
  })
}
