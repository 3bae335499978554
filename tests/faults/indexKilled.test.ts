import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findDamageIn } from '../../src-main/backup/prepare'
import { checkDatabase } from '../../src-main/db/doctor'
import { closeDatabase, openReadable, openWritable } from '../../src-main/db/open'
import { bundle } from '../unit/bundle'
import { contentHash } from '../unit/content'
import { longChain } from '../unit/db/chain'
import { directStore } from '../unit/directStore'
import { pagesOf, writeNoise } from '../unit/noise'
import { migrations, newId, temporaryFolder } from '../unit/world'
import { CHECKOUT } from './program'
import { isLong } from './report'
import { byTrace, canTrace } from './trace'

const MESSAGES = 1000
const MOMENTS = isLong ? 60 : 12

/** A history from which a chat was deleted for good, whose words are still in its index. */
async function history(folder: string) {
  const file = join(folder, 'original.db')
  const db = openWritable(file, { migrations, copiesFolder: folder, now: 0 })
  const gone = longChain(db, MESSAGES)
  longChain(db, MESSAGES, 'kept')
  await directStore(db).write.conversations.purge([gone])
  const inner = pagesOf(db, 'messages_fts_data').find(({ pagetype }) => pagetype === 'internal')
  closeDatabase(db)
  return { file, inner: inner?.pageno ?? 0 }
}

function examine(file: string) {
  const db = openReadable(file)
  const failing = checkDatabase(db).checks.filter(({ ok, name }) => !ok && name !== 'open_branches')
  const state = { hash: contentHash(db.$client), failing }
  closeDatabase(db)
  return state
}

test.skipIf(!canTrace).for(['sound', 'malformed'])(
  `F16 making a search index anew that was %s, and killed at any write, goes on${byTrace}`,
  async (what) => {
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/renew.ts'))
    onTestFinished(script.remove)
    const folder = temporaryFolder()
    const { file: original, inner } = await history(folder)
    const { hash } = examine(original)
    if (what === 'malformed') writeNoise(original, inner)

    const trace = join(folder, 'trace')
    const renew = (file: string, how: 'renew' | 'go on', inject: string[] = []) => {
      const calls = ['-f', '-o', trace, '-e', 'trace=pwrite64', ...inject]
      const args = [process.execPath, script.file, file, String(migrations.length), how]
      const { signal, stderr } = spawnSync('strace', [...calls, ...args], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      })
      return { killed: signal === 'SIGKILL', stderr: String(stderr) }
    }
    const again = () => {
      const file = join(folder, `${newId()}.db`)
      copyFileSync(original, file)
      return file
    }
    const whole = again()
    expect(renew(whole, 'renew')).toEqual({ killed: false, stderr: '' })
    expectGone(whole, hash)
    const writes = readFileSync(trace, 'utf8').match(/pwrite64/g)?.length ?? 0
    expect(writes).toBeGreaterThan(MOMENTS)

    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const when = 1 + Math.floor((writes * moment) / MOMENTS)
      const file = again()
      const killed = renew(file, 'renew', ['-e', `inject=pwrite64:signal=SIGKILL:when=${when}`])
      expect(killed.killed).toBe(true)
      // What is unfinished in the index is nothing that a person would have to be asked about.
      expect(findDamageIn(file)).toEqual([])
      expect(examine(file).hash).toBe(hash)
      expect(renew(file, 'go on')).toEqual({ killed: false, stderr: '' })
      expectGone(file, hash)
    }
  },
)

/** All is as it should be, and no deleted word, nor anything of the old index, in the file. */
function expectGone(file: string, hash: string): void {
  expect(examine(file)).toEqual({ hash, failing: [] })
  const text = readFileSync(file, 'latin1')
  expect(['word1', 'search_left', 'search_lost'].filter((word) => text.includes(word))).toEqual([])
}
