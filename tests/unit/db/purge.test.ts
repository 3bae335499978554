import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as conversations from '../../../src-main/db/conversations'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable, openWritable } from '../../../src-main/db/open'
import { draft as readDraft } from '../../../src-main/db/settings'
import { runQuery } from '../../../src-main/db/queries'
import { bundle } from '../bundle'
import { migrations, newId, temporaryDatabase, temporaryFolder } from '../world'
import { longChain } from './chain'

const LENGTH = 10_000

test('a chain of 10,000 messages goes in one deletion, with everything that belongs to it', () => {
  const db = temporaryDatabase()
  const id = longChain(db, LENGTH)
  expect(runQuery(db, { file: 'conversations', name: 'purge', args: [[id]] })).toEqual([id])
  expect(conversations.counts(db)).toEqual({ conversations: 0, messages: 0 })
  expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
})

const canTrace = spawnSync('strace', ['-V']).status === 0

let script: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  script = await bundle('tests/unit/db/purgeProcess.ts')
}, 60_000)
afterAll(() => script.remove())

test.skipIf(!canTrace)(
  'a deletion of 10,000 messages that is killed at any write is done or has not begun',
  () => {
    const folder = temporaryFolder()
    const original = join(folder, 'original.db')
    const db = openWritable(original, { migrations, copiesFolder: folder, now: 0 })
    const id = longChain(db, LENGTH)
    closeDatabase(db)

    const left = (writes: string[]) => {
      const file = join(folder, `${newId()}.db`)
      copyFileSync(original, file)
      const inject = ['-f', '-o', join(folder, 'trace'), '-e', 'trace=pwrite64', ...writes]
      const command = [process.execPath, script.file, file, id, String(migrations.length)]
      const { signal, stderr } = spawnSync('strace', [...inject, ...command], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      })
      const history = openReadable(file)
      const { messages } = conversations.counts(history)
      const draft = readDraft(history, id) !== null
      const problems = checkDatabase(history).checks.filter(({ ok }) => !ok)
      closeDatabase(history)
      return { messages, draft, problems, killed: signal === 'SIGKILL', stderr: String(stderr) }
    }

    expect(left([])).toMatchObject({
      messages: 0,
      draft: false,
      problems: [],
      killed: false,
      stderr: '',
    })
    const writes: string[] =
      readFileSync(join(folder, 'trace'), 'utf8').match(/pwrite64\(\d+/g) ?? []
    expect(writes.length).toBeGreaterThan(1000)
    // First all goes into the log; its last write commits.
    const commit = writes.lastIndexOf(writes[Math.floor(writes.length * 0.3)] ?? '') + 1
    const around = [-5, -3, -2, -1, 0, 1, 2].map((step) => commit + step)
    const moments = [1, 5, commit * 0.4, commit * 0.8, ...around, writes.length]
    const found = moments.map((moment) => {
      const when = `inject=pwrite64:signal=SIGKILL:when=${Math.max(1, Math.floor(moment))}`
      const { messages, draft, problems, killed } = left(['-e', when])
      expect(problems).toEqual([])
      expect(killed).toBe(true)
      return `${messages} messages, ${draft ? 'a' : 'no'} draft`
    })
    expect(new Set(found)).toEqual(new Set([`${LENGTH} messages, a draft`, '0 messages, no draft']))
  },
  60_000,
)
