import { openReadable } from '../../src-main/db/open'
const db = openReadable(process.argv[2] as string)
const words = db.$client
  .prepare(
    "SELECT word FROM search_words WHERE word GLOB '[a-z]*' AND length(word)>5 ORDER BY id % 9973 LIMIT 3000",
  )
  .pluck()
  .all() as string[]
const q = db.$client
  .prepare('SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ?')
  .pluck()
for (const n of [1, 5, 10, 25, 50, 100, 200, 400])
  for (const lim of [1, 100, 400]) {
    const ts: number[] = []
    for (let i = 0; i < 7; i++) {
      const m = words
        .slice(i * n, i * n + n)
        .map((w) => `"${w}"`)
        .join(' OR ')
      const t = performance.now()
      q.all(m, lim)
      ts.push(performance.now() - t)
    }
    ts.sort((a, b) => a - b)
    console.log(n, lim, ts[3]!.toFixed(2), ts[0]!.toFixed(2))
  }
console.log(db.$client.prepare('SELECT count(DISTINCT segid) FROM messages_fts_idx').pluck().get())
