import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { expectSound, send } from './chat'
import { type Child, copyOf, openChild, type Place, temporaryPlace } from './childApp'
import { databaseOf } from './program'
import { figure, isLong } from './report'

const KILLS = isLong ? 60 : 4
const [CHATS, MESSAGES] = [60, 20]

/** A history with one chat, and a file; what is in it without and with the import. */
async function prepare() {
  const used = temporaryPlace()
  const file = join(dirname(used.root), 'export.json')
  writeFileSync(file, JSON.stringify(Array.from({ length: CHATS }, (_, chat) => treeOf(chat))))
  const child = await openChild(used)
  const asked = await send(child, 'Mine')
  await child.replied(asked.replyId)
  await child.close()
  const empty = contentOf(used)
  const place = copyOf(used)
  const trial = await openChild(place)
  const began = performance.now()
  await importing(trial, file).done
  /** How long the whole import takes here, in milliseconds. */
  const duration = performance.now() - began
  await trial.close()
  const whole = contentOf(place)
  expect(whole).toHaveLength(CHATS + 1)
  return { used, file, empty, whole, duration }
}

test(`F3 an import killed ${KILLS} times is there whole or not at all after the next start`, async () => {
  const { used, file, empty, whole, duration } = await prepare()
  let parts = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const place = copyOf(used)
    const child = await openChild(place)
    const { done } = importing(child, file)
    // The moment is what is tried, so that this is no wait for an outcome.
    await setTimeout((duration * (kill + 0.5)) / KILLS)
    await child.kill()
    await done.catch(() => undefined)
    const left = contentOf(place)
    expect(left.filter((each) => !whole.includes(each))).toEqual([])
    if (left.length > empty.length && left.length < whole.length) parts += 1

    // The start that takes it back is killed as well, at once or soon after.
    const second = await openChild(place)
    await setTimeout(kill % 7)
    await second.kill()
    const isWhole = left.length === whole.length && runsOf(place, 'finished_at IS NULL') === 0
    const third = await openChild(place)
    await expect.poll(() => contentOf(place), { interval: 20 }).toEqual(isWhole ? whole : empty)
    await expect.poll(() => runsOf(place, 'finished_at IS NULL')).toBe(0)
    expect(await importing(third, file).done).toMatchObject({
      ok: true,
      value: { cancelled: false, undone: null },
    })
    expect(await third.close()).toBe(0)
    expect(contentOf(place)).toEqual(whole)
  }
  expect(parts).toBeGreaterThan(0)
  figure(
    'F3 imports killed, each whole or gone after the next start',
    `${KILLS}, ${parts} half-way`,
  )
})

test(`F3 a cancelled import killed ${KILLS} times while it is taken back is gone after the next start`, async () => {
  const { used, file, empty, whole } = await prepare()
  let parts = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const place = copyOf(used)
    const child = await openChild(place)
    const { id, done } = importing(child, file)
    await expect.poll(() => isWriting(child, CHATS / 2), { interval: 5 }).toBe(true)
    await child.call('jobs.cancel', { id })
    await expect.poll(() => isUndoing(child), { interval: 1 }).toBe(true)
    await setTimeout(kill * 4)
    await child.kill()
    await done.catch(() => undefined)
    const left = contentOf(place)
    expect(left.filter((each) => !whole.includes(each))).toEqual([])
    if (left.length > empty.length) parts += 1

    // The start that goes on with it is killed as well, one at once, one soon after.
    const second = await openChild(place)
    await setTimeout(kill)
    await second.kill()
    const third = await openChild(place)
    // The run goes last, after all that it wrote.
    await expect.poll(() => runsOf(place), { interval: 20 }).toBe(0)
    expect(await third.close()).toBe(0)
    expect(contentOf(place)).toEqual(empty)
  }
  expect(parts).toBeGreaterThan(0)
  figure('F3 imports killed while taken back, nothing left', `${KILLS}, ${parts} half-way`)
})

test('F3 another profile is opened while an import runs: it ends, and is taken back on return', async () => {
  const { used, file, empty } = await prepare()
  const place = copyOf(used)
  const child = await openChild(place)
  const { done } = importing(child, file)
  await expect.poll(() => isWriting(child, 1), { interval: 5 }).toBe(true)
  const { id } = await child.call('profiles.create', { name: 'Other' })
  await child.call('profiles.switch', { id })
  expect(await done).toMatchObject({ ok: true, value: { cancelled: true } })
  await child.call('profiles.switch', { id: 'default' })
  await expect.poll(() => contentOf(place), { interval: 20 }).toEqual(empty)
  expect(await child.close()).toBe(0)
})

function treeOf(chat: number) {
  return {
    conv: { id: `chat-${chat}`, name: `Chat ${chat}`, currNode: `${MESSAGES - 1}` },
    messages: Array.from({ length: MESSAGES }, (_, n) => ({
      id: `${n}`,
      type: 'text',
      role: n % 2 ? 'assistant' : 'user',
      parent: n ? `${n - 1}` : null,
      timestamp: 1767225600000 + n,
      content: `Words ${chat} and ${n}, `.repeat(20),
      extra: n === 0 ? [{ type: 'textFile', name: 'a.txt', content: `file of ${chat}` }] : [],
    })),
  }
}

function importing(child: Child, file: string) {
  const id = crypto.randomUUID()
  const run = async () => {
    await child.call('imports.drop', { paths: [file] })
    return child.ask('imports.run', { jobId: id, paths: [file] })
  }
  return { id, done: run() }
}

function isWriting({ events }: Child, chats: number): boolean {
  return events.some(
    ({ name, value }) =>
      name === 'job.progressed' && value.step === 'writing' && value.done >= chats,
  )
}

function isUndoing({ events }: Child): boolean {
  return events.some(({ name, value }) => name === 'job.progressed' && value.step === 'undoing')
}

/** What is in the history, without the ids that differ: a line for each conversation, whole. */
function contentOf(place: Place): string[] {
  expectSound(databaseOf(place))
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    return db
      .prepare(
        `SELECT title || ' ' || (SELECT group_concat(line, ' ') FROM (
           SELECT json_extract(parts, '$[0].text') || ' ' || m.status
             || ' ' || count(l.message_id) AS line
           FROM messages AS m LEFT JOIN message_attachments AS l ON l.message_id = m.id
           WHERE conversation_id = c.id GROUP BY m.seq ORDER BY m.seq))
         FROM conversations AS c ORDER BY 1`,
      )
      .pluck()
      .all() as string[]
  } finally {
    db.close()
  }
}

function runsOf(place: Place, where = 'true'): number {
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    return db.prepare(`SELECT count(*) FROM import_runs WHERE ${where}`).pluck().get() as number
  } finally {
    db.close()
  }
}
