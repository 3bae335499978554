import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CallName, calls } from '@contract/calls'
import { ERROR_CODES } from '@contract/errors'
import { checkDatabase } from '../../../src-main/db/doctor'
import { dispatch } from '../../../src-main/ipc/server'
import { contentHash } from '../content'
import { nonsense } from './badInputs'
import { fullWorld, refuseAll } from './refusing'

/** `tests/faults/fuzz` sends more. */
const PAYLOADS = 300
const NONSENSE = 500

const codes: readonly string[] = ERROR_CODES

test.for(Object.keys(calls) as CallName[])(
  'bad payloads for %s: each is answered with a reason and changes nothing',
  (name) => refuseAll(name, PAYLOADS),
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
