import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { CallName } from '@contract/calls'
import { dispatch } from '../../../src-main/ipc/server'
import { contentHash } from '../content'
import { addServer, begin, newId, openWorld, scripted } from '../world'
import { badInput, isAccepted } from './badInputs'
import { goodInputs } from './goodInputs'

/** How many are sent between two looks at the whole database. */
const AT_ONCE = 500

/** The program with something of everything that calls can name, and inputs that are right. */
export async function fullWorld() {
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

/** Sends a call so many bad payloads, each of which has to be refused and to change nothing. */
export async function refuseAll(name: CallName, payloads: number): Promise<void> {
  const { world, good } = await fullWorld()
  const before = contentHash(world.db.$client)
  const events = world.events.length
  let refused = 0
  for (const [index, payload] of fc.sample(badInput(good[name]), payloads).entries()) {
    // What happens to be right is another test's matter.
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
  expect(refused).toBeGreaterThan(payloads / 3)
  expect(contentHash(world.db.$client)).toBe(before)
  expect(world.events).toHaveLength(events)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
}
