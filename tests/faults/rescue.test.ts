import { randomUUIDv7 } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../unit/bundle'
import { contentOf, makeHistory, noise, pagesOf } from '../unit/backup/history'
import { temporaryFolder } from '../unit/world'
import { type Child, openChild, temporaryPlace } from './childApp'
import { CHECKOUT, databaseOf } from './program'
import { byTrace, canTrace } from './trace'

const CHATS = 60
const MESSAGES = CHATS * 24
/** With so much that holds nothing after it, which a file system need not store, a file takes a while. */
const LONG = 512 * 1024 * 1024
/** Pages that are read at once. */
const BLOCK = 64
const PAGE = 4096

test('F14 a rescue tells how far it is, can be ended, and can be begun again', async () => {
  const place = temporaryPlace()
  const file = databaseOf(place)
  mkdirSync(dirname(file), { recursive: true })
  makeHistory(file, CHATS)
  const content = contentOf(file)
  noise(file, 1)
  truncateSync(file, LONG)

  const child = await openChild(place)
  expect(await child.call('recovery.state')).toMatchObject({
    problem: { code: 'database_damaged' },
    canSalvage: true,
  })
  const before = readdirSync(dirname(file)).toSorted()

  const jobId = randomUUIDv7()
  const ended = child.call('recovery.salvage', { jobId })
  await expect.poll(() => farOf(child, jobId).some(({ done }) => done > 0)).toBe(true)
  await child.call('jobs.cancel', { id: jobId })
  expect(await ended).toBe(null)
  expect(farOf(child, jobId).every(({ step, total }) => step === 'reading' && total === LONG)).toBe(
    true,
  )
  expect(await child.call('recovery.state')).toMatchObject({ canSalvage: true })
  expect(readdirSync(dirname(file)).toSorted()).toEqual(before)

  const again = randomUUIDv7()
  expect(await child.call('recovery.salvage', { jobId: again })).toEqual({
    conversations: CHATS,
    messages: MESSAGES,
    lost: 0,
  })
  const far = farOf(child, again)
  expect(far.findLast(({ step }) => step === 'reading')).toMatchObject({ done: LONG, total: LONG })
  expect(await child.call('recovery.state')).toBe(null)
  expect(await child.close()).toBe(0)
  expect(contentOf(file)).toEqual(content)
})

test.skipIf(!canTrace)(
  `F11 a rescue from a disk that cannot read a page costs what is on that page${byTrace}`,
  async () => {
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/swap.ts'))
    onTestFinished(script.remove)
    const original = join(temporaryFolder(), 'keepsake.db')
    makeHistory(original, CHATS)
    const content = contentOf(original)
    const trace = join(temporaryFolder(), 'trace')
    expect(rescued(script.file, copyOf(original), ['-o', trace])).toEqual(content)

    const [page = 0] = pagesOf(original, 'messages', 'leaf')
    const spoilt = copyOf(original)
    noise(spoilt, page)
    const without = rescued(script.file, spoilt)
    expect(without.size).toBeLessThan(content.size)
    // Where a block fails, its pages are read one by one; that page fails as well.
    const within = (page - 1) % BLOCK
    const reads = readFileSync(trace, 'utf8').trim().split('\n')
    const block = new RegExp(`, ${(page - 1 - within) * PAGE}\\) = ${BLOCK * PAGE}$`)
    const when = reads.findIndex((read) => block.test(read)) + 1
    const failing = `inject=pread64:error=EIO:when=${when}..${when + within + 1}+${within + 1}`
    const again = join(temporaryFolder(), 'trace')
    const found = rescued(script.file, copyOf(original), ['-o', again, '-e', failing])
    expect(readFileSync(again, 'utf8').match(/EIO/g)).toHaveLength(2)
    expect(found).toEqual(without)
  },
)

/** What is in the history that a process of its own rescued. */
function rescued(script: string, file: string, options = ['-o', '/dev/null']) {
  const trace = ['-f', '-qqq', '-P', file, '-e', 'trace=pread64', ...options]
  const command = [process.execPath, script, 'salvage', file]
  const { status, stderr } = spawnSync('strace', [...trace, ...command], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return contentOf(file)
}

function copyOf(file: string): string {
  const copy = join(temporaryFolder(), 'keepsake.db')
  copyFileSync(file, copy)
  return copy
}

/** All that was told of a job. */
function farOf({ events }: Child, jobId: string) {
  return events.flatMap(({ name, value }) =>
    name === 'job.progressed' && value.id === jobId ? [value] : [],
  )
}
