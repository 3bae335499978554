import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CallName, calls } from '@contract/calls'
import { ERROR_CODES } from '@contract/errors'
import { checkDatabase } from '../../../src-main/db/doctor'
import { dispatch } from '../../../src-main/ipc/server'
import { contentHash } from '../content'
import { addServer, begin, newId, openWorld, scripted } from '../world'
import { badInput, isAccepted, nonsense } from './badInputs'
import { goodInputs } from './goodInputs'

const PAYLOADS = Number(process.env['KEEPSAKE_FUZZ'] ?? 10_000)
/** How many are sent between two looks at the whole database. */
const AT_ONCE = 500
const NONSENSE = 1500

const codes: readonly string[] = ERROR_CODES

async function fullWorld() {
  const world = openWorld(scripted(['reply']))
  world.db.$client.pragma('synchronous = OFF')
  const ids = await begin(world)
  await world.settled()
  const provider = await addServer(world, 'sk-a-key-of-mine')
  const { conversationId, id: question, replyId: reply } = ids
  const [project, tag] = [newId(), newId()]
  await world.call('projects.create', { project: { id: project, parentId: null, name: 'House' } })
  await world.call('tags.create', { tag: { id: tag, name: 'Warm', color: 'red' } })
  const present = { conversationId, question, reply, provider, project, tag }
  return { world, present, good: goodInputs(present) }
}

test.for(Object.keys(calls) as CallName[])(
  '10,000 bad payloads for %s: each is answered with a reason and changes nothing',
  { timeout: 60_000 },
  async (name) => {
    const { world, good } = await fullWorld()
    const before = contentHash(world.db.$client)
    const events = world.events.length
    const payloads = fc.sample(badInput(good[name]), { numRuns: PAYLOADS })
    let refused = 0
    for (const [index, payload] of payloads.entries()) {
      // What happens to be right is the next test's matter.
      if (isAccepted(name, payload)) continue
      const result = await dispatch(world.context, name, payload)
      if (result.ok || result.error.code !== 'bad_input') {
        throw new Error(`${JSON.stringify(result)} to ${fc.stringify(payload)}`)
      }
      refused += 1
      if (index % AT_ONCE === 0 && contentHash(world.db.$client) !== before) {
        throw new Error(`one of the ${AT_ONCE} payloads before number ${index} changed something`)
      }
    }
    expect(refused).toBeGreaterThan(PAYLOADS / 3)
    expect(contentHash(world.db.$client)).toBe(before)
    expect(world.events).toHaveLength(events)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  },
)

test('names of calls that do not exist are refused, also those that every object has', async () => {
  const { world } = await fullWorld()
  const names = ['__proto__', 'constructor', 'toString', 'messages', 'messages.', '', null, 7, {}]
  for (const name of [...names, ...fc.sample(fc.anything(), 1000)]) {
    expect(await dispatch(world.context, name, {})).toMatchObject({ error: { code: 'bad_input' } })
  }
})

/** What needs files or the network answers from elsewhere; the rest works on this database. */
const LOCAL =
  /^(conversations|projects|tags|statistics|messages|drafts|settings)\.|^providers\.(list|create|update|delete|saveKey|removeKey)|^attachments\.(remove|ofDraft|get|largest)/

test('well-formed nonsense is done or refused; what is refused changes nothing and is no bug', async () => {
  const { world, good, present } = await fullWorld()
  const bugs: unknown[] = []
  world.context.log = { ...world.context.log, error: (...line) => bugs.push(line) }
  const names = (Object.keys(calls) as CallName[]).filter((name) => LOCAL.test(name))
  let [hash, done, refused] = [contentHash(world.db.$client), 0, 0]
  for (let round = 0; round < NONSENSE; round += 1) {
    const known = world.db.$client
      .prepare(`SELECT id FROM messages UNION ALL SELECT id FROM conversations
         UNION ALL SELECT id FROM projects UNION ALL SELECT id FROM tags`)
      .pluck()
      .all() as string[]
    const [name = 'settings.get'] = fc.sample(fc.constantFrom(...names), 1)
    const ids = fc.oneof(fc.constantFrom(...known, ...Object.values(present)), fc.uuid())
    const [payload] = fc.sample(nonsense(good[name], ids), 1)
    const result = await dispatch(world.context, name, payload)
    await world.settled()
    const after = contentHash(world.db.$client)
    if (!result.ok) {
      if (
        after !== hash ||
        !codes.includes(result.error.code) ||
        result.error.code === 'internal'
      ) {
        throw new Error(`${JSON.stringify(result)} of ${name} to ${JSON.stringify(payload)}`)
      }
    }
    if (result.ok) done += 1
    else refused += 1
    hash = after
  }
  expect(bugs).toEqual([])
  expect(Math.min(done, refused)).toBeGreaterThan(NONSENSE / 10)
  expect(checkDatabase(world.db).checks.filter(({ ok }) => !ok)).toEqual([])
})
