import { openReadable } from '../../src-main/db/open'
import { run } from '../../src-main/db/search/run'
import { find } from '../../src-main/db/search/find'
import { planSearch } from '../../src-main/db/search/plan'
import { parseQuery } from '../../src-main/db/search/parse'
const db = openReadable(process.argv[2] as string)
const sizes = db.$client
  .prepare('SELECT name, sum(pgsize) AS s FROM dbstat GROUP BY name HAVING s > 1e6 ORDER BY s DESC')
  .all() as { name: string; s: number }[]
if (process.argv[3]) console.log(sizes.map((x) => `${x.name} ${(x.s / 1e6).toFixed(1)}`).join('\n'))
const text = db.$client
  .prepare('SELECT total(length(CAST(parts AS BLOB))) FROM messages')
  .pluck()
  .get()
if (process.argv[3])
  console.log(
    'text',
    text,
    'words',
    db.$client.prepare('select count(*) from search_words').pluck().get(),
  )
// df
const byDf = (lo: number, hi: number, n: number) => {
  const out: [string, number][] = []
  const words = db.$client
    .prepare('SELECT word FROM search_words ORDER BY id % 9973 LIMIT 4000')
    .pluck()
    .all() as string[]
  const c = db.$client
    .prepare('SELECT count(*) FROM messages_fts WHERE messages_fts MATCH ?')
    .pluck()
  for (const w of words) {
    const k = c.get(`"${w}"`) as number
    if (k >= lo && k <= hi && w.length > 3) out.push([w, k])
    if (out.length >= n) break
  }
  return out
}
const kinds: Record<string, string[]> = {
  rare: byDf(1, 20, 20).map((x) => x[0]),
  mid: byDf(200, 2000, 20).map((x) => x[0]),
  common: byDf(20000, 1e9, 5)
    .map((x) => x[0])
    .concat(['the', 'function', 'value']),
  one: [...'etaoinqzxj7'],
  two: ['th', 'er', 'qu', 'zz', 'xe', 'vu', 'ji', 'wa', '7a', '99', 'ba', 'ti'],
  three: ['the', 'con', 'ing', 'gra', 'sto', 'vun', 'zez', 'xix'],
  inside: ['ation', 'menti', 'unctio', 'ostab', 'rague'],
  and: ['function value', 'the gratu data', 'name list type'],
  phrase: ['"the data"', '"name of the"', 'the of'],
  sign: ['foo_bar', '(', '() =', 'c++', 'const ba', '_ba', '+ 99'],
  cjk: ['一', '乙丁', 'あ', '가나'],
  none: ['qqqqqqq', 'xyzzyx'],
  filter: [
    'the from:me',
    'is:pinned the',
    'has:code data',
    'before:2024 value',
    '-the data',
    'in:trash the',
  ],
}
for (const [kind, qs] of Object.entries(kinds)) {
  const times: number[] = []
  const info: string[] = []
  for (const q of qs) {
    for (let i = 0; i < 3; i++) {
      const t = performance.now()
      let page = run(db, { text: q, order: 'newest', after: null, limit: 50 })
      const first = performance.now() - t
      let steps = 1,
        hits = page.hits.length
      while (hits < 50 && page.next && steps < 400) {
        page = run(db, { text: q, order: 'newest', after: page.next, limit: 50 })
        hits += page.hits.length
        steps++
      }
      const all = performance.now() - t
      if (i > 0) times.push(first)
      if (i === 2)
        info.push(
          `${q}: ${first.toFixed(1)}ms ${steps > 1 ? `${steps}st ${all.toFixed(0)}ms ` : ''}${hits}h ${planSearch(db, parseQuery(q).terms).match === null ? 'scan' : ''}`,
        )
    }
  }
  times.sort((a, b) => a - b)
  console.log(
    kind.padEnd(8),
    'p50',
    times[times.length >> 1]?.toFixed(2),
    'p95',
    times[Math.floor(times.length * 0.95)]?.toFixed(2),
    ' | ',
    info.join(' · ').slice(0, 700),
  )
}
const t = performance.now()
const r = run(db, { text: 'value', order: 'relevance', after: null, limit: 50 })
console.log('relevance', (performance.now() - t).toFixed(1), r.hits.length)
const big = db.$client
  .prepare('SELECT id FROM conversations ORDER BY message_count DESC LIMIT 1')
  .pluck()
  .get() as string
{
  const t = performance.now()
  let n = 0,
    m = 0,
    after: number | null = null
  do {
    const f: any = find(db, { conversationId: big, text: 'value', after })
    after = f.next
    n++
    m += f.matches.length
  } while (after !== null)
  console.log('find', n, 'steps', m, 'matches', (performance.now() - t).toFixed(0))
}
