import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { makeBackup } from '../../../src-main/backup/make'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { migrations, temporaryFolder } from '../world'
import { fill, NOW } from './history'
import { backUp, change, emptyPlace, fullProfile, newProfile, restoring } from './profile'

const noMatter = () => Promise.resolve()
const supported = migrations.length

/** Adds a row to two tables at a time, as fast as it can, over a connection and in a thread of its own. */
const WRITER = `
  const { workerData, parentPort } = require('node:worker_threads')
  const Database = require(workerData.module)
  const db = new Database(workerData.file, { timeout: 5000 })
  db.pragma('synchronous = NORMAL')
  const mod = db.prepare("INSERT INTO mods (id, name, content, created_at) VALUES (?, 'x', '{}', 1)")
  const repo = db.prepare("INSERT INTO sync_repos (id, name, configuration, created_at, updated_at) VALUES (?, 'x', '{}', 1, 1)")
  const both = db.transaction((n) => { mod.run('live-' + n); repo.run('live-' + n) })
  let n = 0
  const write = () => { for (let i = 0; i < 50; i += 1) both(n++); setImmediate(write) }
  write()
  setTimeout(() => parentPort.postMessage('writing'), 50)
`

test('a backup that is made while another connection writes holds one moment of it', async () => {
  const place = newProfile()
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  fill(db, 20)
  const writer = new Worker(WRITER, {
    eval: true,
    workerData: {
      file: place.database,
      module: createRequire(import.meta.url).resolve('better-sqlite3'),
    },
  })
  onTestFinished(async () => void (await writer.terminate()))
  await new Promise((resolve) => writer.once('message', resolve))
  const counts: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const { file, counts: said } = await backUp(place)
    const target = emptyPlace()
    await restoreBackup(target, file, restoring(), noMatter)
    const found = change(target, (client) => ({
      mods: client.prepare('SELECT count(*) FROM mods').pluck().get(),
      repos: client.prepare('SELECT count(*) FROM sync_repos').pluck().get(),
      last: client.prepare(`SELECT max(CAST(substr(id, 6) AS INTEGER)) FROM mods`).pluck().get(),
    }))
    expect(found.mods).toBe(found.repos)
    expect(found.mods).toBe(said['mods'])
    expect(found.last).toBe(Number(found.mods) - 1)
    counts.push(Number(found.mods))
  }
  // It went on writing all the while.
  expect(counts[0]).toBeLessThan(counts[2] ?? 0)
  await writer.terminate()
  closeDatabase(db)
}, 60_000)

test('what a kill left of a backup does not stand in the way of the next', async () => {
  const place = fullProfile(1)
  const folder = temporaryFolder()
  const out = join(folder, 'x.keepsake')
  for (const left of ['partial', 'snapshot.partial']) writeFileSync(`${out}.${left}`, 'half')
  await makeBackup(place, out, { app: '1', supported, now: NOW })
  expect(readdirSync(folder)).toEqual(['x.keepsake'])
})

test('F5 what kills left of other backups goes with the next, and what is being written stays', async () => {
  const folder = temporaryFolder()
  const [left, running, mine] = [
    ['old.keepsake.partial', 'old.keepsake.snapshot.partial'],
    ['now.keepsake.partial', 'now.keepsake.snapshot.partial'],
    ['film.mp4.partial', 'old.keepsake'],
  ]
  const files = [...left, ...running, ...mine]
  for (const name of files) writeFileSync(join(folder, name), 'half')
  // While a large one is packed, nothing is written to its snapshot.
  for (const name of files.filter((each) => each !== running[0]))
    utimesSync(join(folder, name), 1, 1)
  await makeBackup(fullProfile(1), join(folder, 'x.keepsake'), { app: '1', supported, now: NOW })
  expect(readdirSync(folder).toSorted()).toEqual([...running, ...mine, 'x.keepsake'].toSorted())
})
