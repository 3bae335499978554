import { expect, test } from 'vitest'
import type { Part, Usage } from '@contract/entities'
import type { Statistics } from '@contract/library'
import { addTurn } from '../../../src-main/db/messages'
import { read } from '../../../src-main/db/statistics'
import { addConversation } from '../library'
import { newId, openWorld, type World } from '../world'

interface Said {
  role: 'user' | 'assistant' | 'system'
  parts: Part[]
  model?: string
  usage?: Usage
  at?: number
}

/** Puts messages into a conversation, as if they had been said; answers their ids. */
function say(world: World, conversationId: string, said: Said[]): string[] {
  return said.map(({ at = noon(1), ...message }) => {
    const fresh = { ...message, id: newId(), parentId: null, status: 'complete' as const }
    const turn = { conversationId, conversation: null, messages: [fresh], now: at }
    return addTurn(world.db, turn).messages[0]?.id ?? ''
  })
}

const noon = (day: number) => new Date(2026, 0, day, 12).getTime()
const text = (value: string): Part => ({ type: 'text', text: value })

test('messages and tokens are counted by local day and model', async () => {
  const world = openWorld()
  const id = addConversation(world)
  const usage = { inputTokens: 10, outputTokens: 3 }
  say(world, id, [
    { role: 'user', parts: [text('a')], at: new Date(2026, 0, 31, 0, 0, 1).getTime() },
    { role: 'assistant', parts: [text('b')], model: 'm', usage, at: noon(31) },
    { role: 'assistant', parts: [text('c')], model: 'm', usage: {}, at: noon(31) },
    { role: 'assistant', parts: [text('c')], model: 'n', usage, at: noon(31) },
    { role: 'user', parts: [text('d')], at: new Date(2026, 0, 31, 23, 59, 59).getTime() },
    { role: 'user', parts: [text('e')], at: new Date(2026, 1, 1).getTime() },
  ])
  const found = await world.call('statistics.read', { after: null })
  const none = { inputTokens: 0, outputTokens: 0 }
  expect(found.shares).toEqual([
    { day: '2026-01-31', model: null, messages: 2, ...none },
    { day: '2026-01-31', model: 'm', messages: 2, ...usage },
    { day: '2026-01-31', model: 'n', messages: 1, ...usage },
    { day: '2026-02-01', model: null, messages: 1, ...none },
  ])
  expect(found).toMatchObject({ read: 6, total: 6, next: null })
})

test('characters are counted by what they were written for', async () => {
  const world = openWorld()
  const call = { type: 'tool_call', callId: 'c', name: 'n', input: { a: 1 } } as const
  const unknown: Part = { type: 'unknown', origin: 'o', data: [1] }
  const code = { type: 'code', language: 'ts', text: '12' } as const
  say(world, addConversation(world), [
    { role: 'user', parts: [text('123'), code] },
    { role: 'assistant', parts: [{ type: 'reasoning', text: '1234567' }, text('é😀'), call] },
    { role: 'system', parts: [text('1234'), unknown] },
  ])
  const { sizes } = await world.call('statistics.read', { after: null })
  expect(sizes).toEqual({
    questions: 5,
    replies: 3,
    reasoning: 7,
    tools: JSON.stringify(call).length,
    other: 4 + JSON.stringify(unknown).length,
  })
})

test('what is deleted does not count, nor what is in the trash', async () => {
  const world = openWorld()
  const [kept, trashed] = [addConversation(world), addConversation(world)]
  const said: Said = { role: 'user', parts: [text('12345')] }
  const [first = ''] = say(world, kept, [said, said, said])
  say(world, trashed, [said])
  await world.call('messages.delete', { id: first, scope: 'one' })
  await world.call('conversations.delete', { ids: [trashed] })
  const found = await world.call('statistics.read', { after: null })
  expect(found).toMatchObject({ read: 2, total: 2, sizes: { questions: 10 } })
  expect(found.shares.map(({ messages }) => messages)).toEqual([2])
})

test('step by step it comes to the same, and every step gets on', () => {
  const world = openWorld()
  world.db.$client.pragma('synchronous = OFF')
  const id = addConversation(world)
  say(
    world,
    id,
    Array.from({ length: 300 }, (_, index) => ({
      role: 'user',
      parts: [text('x'.repeat(index))],
      at: noon(1 + (index % 3)),
    })),
  )
  const whole = read(world.db, null, 60_000)
  expect(whole).toMatchObject({ read: 300, total: 300, next: null })
  const steps: Statistics[] = []
  let after: number | null = null
  do {
    const step: Statistics = read(world.db, after, 0)
    steps.push(step)
    after = step.next
  } while (after !== null)
  const reads = steps.map((step) => step.read)
  expect(steps.length).toBeGreaterThan(100)
  expect(reads).toEqual(reads.toSorted((one, other) => one - other))
  expect(reads.at(-1)).toBe(300)
  const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0)
  expect(sum(steps.map(({ sizes }) => sizes.questions))).toBe(whole.sizes.questions)
  for (const { day, messages } of whole.shares) {
    const shares = steps.flatMap((step) => step.shares).filter((share) => share.day === day)
    expect(sum(shares.map((share) => share.messages))).toBe(messages)
  }
})

test('a history without messages is counted at once', async () => {
  expect(await openWorld().call('statistics.read', { after: null })).toEqual({
    read: 0,
    total: 0,
    next: null,
    shares: [],
    sizes: { questions: 0, replies: 0, reasoning: 0, tools: 0, other: 0 },
  })
})
