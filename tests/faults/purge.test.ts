import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as conversations from '../../src-main/db/conversations'
import { checkDatabase } from '../../src-main/db/doctor'
import { closeDatabase, openReadable, openWritable } from '../../src-main/db/open'
import { draft as readDraft } from '../../src-main/db/settings'
import { bundle } from '../unit/bundle'
import { longChain } from '../unit/db/chain'
import { migrations, newId, temporaryFolder } from '../unit/world'
import { CHECKOUT } from './program'
import { byTrace, canTrace } from './trace'

const LENGTH = 10_000

test.skipIf(!canTrace)(
  `F38 a deletion of 10,000 messages that is killed at any write is done or has not begun${byTrace}`,
  async () => {
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/purge.ts'))
    onTestFinished(script.remove)
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
)
