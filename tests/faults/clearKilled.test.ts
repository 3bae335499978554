import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { expectSound, send } from './chat'
import { openChild, type Place, copyOf, temporaryPlace } from './childApp'
import { databaseOf } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace, killedAt } from './trace'

const WORD = 'zanzibarium'
/** All by which clearing changes the disk, after the backup. */
const CALLS = ['unlink,unlinkat,rmdir', 'rename', 'fsync', 'pwrite64']
const STEP = isLong ? 1 : 9

test.skipIf(!canTrace)(
  `F38 a profile that is killed while it is cleared is all there, or clear at the next start${byTrace}`,
  async () => {
    const before = await makeProfile()
    const outcomes = { old: 0, cleared: 0 }
    for (const calls of CALLS) {
      for (let when = 1; ; when += STEP) {
        const place = copyOf(before)
        // The memory of the counts, outside of the root, knows of the chats by then.
        const first = await openChild(place)
        expect(await first.close()).toBe(0)
        const wasKilled = await clearUnder(place, killedAt(calls, when))
        outcomes[await foundAtStart(place)] += 1
        if (!wasKilled) break
      }
    }
    expect(outcomes.old).toBeGreaterThan(0)
    expect(outcomes.cleared).toBeGreaterThan(CALLS.length)
    figure(
      'F38 clearing killed at changes of the disk',
      `${outcomes.old} times all there, ${outcomes.cleared} times clear, never half`,
    )
  },
)

/** Chats, a draft, a file, a key and a copy, all with one word in them. */
async function makeProfile(): Promise<Place> {
  const place = temporaryPlace()
  const child = await openChild(place)
  for (let n = 0; n < 3; n += 1) {
    const asked = await send(child, `${WORD} ${n}`)
    await child.replied(asked.replyId)
  }
  await child.call('drafts.save', { id: 'new', text: `a draft of ${WORD}` })
  const path = join(dirname(place.root), `${WORD}.txt`)
  writeFileSync(path, `a file of ${WORD}`)
  await child.call('attachments.add', { draftId: 'new', source: { path } })
  await child.call('backups.copyNow').catch(() => undefined)
  expect(await child.close()).toBe(0)
  return place
}

async function clearUnder(place: Place, tracer: string[]): Promise<boolean> {
  const child = await openChild(place, tracer).catch(() => null)
  if (!child) return true
  try {
    await child.call('space.clear', { jobId: randomUUIDv7(), backup: 'data' })
  } catch (error) {
    if (!String(error).includes('gone')) throw error
  }
  return (await child.close()) !== 0
}

async function foundAtStart(place: Place): Promise<'old' | 'cleared'> {
  const child = await openChild(place)
  expect(await child.call('recovery.state')).toBe(null)
  const { counts } = await child.call('app.storage')
  const draft = await child.call('drafts.get', { id: 'new' })
  expect(await child.close()).toBe(0)
  expectSound(databaseOf(place))
  const profile = dirname(databaseOf(place))
  expect(readdirSync(profile)).not.toContain('clearing.json')
  if (counts.conversations > 0) {
    expect(counts).toEqual({ conversations: 3, messages: 6 })
    expect(draft?.text).toContain(WORD)
    return 'old'
  }
  expect(counts.messages).toBe(0)
  expect(draft).toBe(null)
  expect(bytesBelow(profile)).not.toContain(WORD)
  return 'cleared'
}

function bytesBelow(folder: string): string {
  const names = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
  const files = names.filter((name) => statSync(name).isFile())
  return files.map((file) => readFileSync(file).toString('latin1')).join('\n')
}
