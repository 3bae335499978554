import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as conversations from '../../../src-main/db/conversations'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable, openWritable } from '../../../src-main/db/open'
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
      const problems = checkDatabase(history).checks.filter(({ ok }) => !ok)
      closeDatabase(history)
      return { messages, problems, killed: signal === 'SIGKILL', stderr: String(stderr) }
    }

    expect(left([])).toMatchObject({ messages: 0, problems: [], killed: false, stderr: '' })
    const writes = readFileSync(join(folder, 'trace'), 'utf8').match(/pwrite64\(/g)?.length ?? 0
    expect(writes).toBeGreaterThan(1000)
    const moments = [1, 2, 5, writes * 0.2, writes * 0.4, writes * 0.6, writes - 1, writes]
    const found = moments.map((moment) => {
      const when = `inject=pwrite64:signal=SIGKILL:when=${Math.max(1, Math.floor(moment))}`
      const { messages, problems, killed } = left(['-e', when])
      expect(problems).toEqual([])
      expect(killed).toBe(true)
      return messages
    })
    expect(found.filter((messages) => messages !== 0 && messages !== LENGTH)).toEqual([])
    expect(new Set(found)).toEqual(new Set([0, LENGTH]))
  },
  60_000,
)
