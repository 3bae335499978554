import type { Conversation } from '@contract/entities'
import { type Figure, median, type Outcome, ratio } from './figures'
import type { Program } from './program'
import type { World } from './world'
import { ACTIVE } from '../fixtures/lists'

const QUERIES = 50
const WINDOW = 100

/** From the click on a chat to its last message on the screen; and the queries behind it. */
export async function measureOpen(world: World, runs: number): Promise<Outcome> {
  const program = await world.start('big')
  try {
    const { chats } = world
    const opened: Record<'long' | 'short', number[]> = { long: [], short: [] }
    for (let run = 0; run <= runs; run += 1) {
      for (const which of ['short', 'long'] as const) {
        const time = await open(program, chats[which])
        if (run > 0) opened[which].push(time)
      }
    }
    const queries = await timeQueries(program, chats)
    return {
      raw: { opened, queries },
      figures: [
        {
          what: `open, chat of ${chats.short.messageCount} messages, painted`,
          value: median(opened.short),
          unit: 'ms',
        },
        {
          what: 'open, chat of 20,000 messages at its end, painted',
          value: median(opened.long),
          unit: 'ms',
          budget: 150,
        },
        ...queryFigures(queries),
      ],
    }
  } finally {
    await program.quit()
  }
}

/** Opens a chat that the page has not read yet. */
async function open({ page }: Program, chat: Conversation): Promise<number> {
  await page.call('settings.update', { patch: { openConversationId: null } })
  await page.reload()
  return page.evaluate(`new Promise((resolve, reject) => {
    const button = document.getElementById('chat-${chat.id}')
    if (!button) return reject(new Error('the chat is not in sight'))
    const clicked = performance.now()
    button.click()
    const look = () => {
      const last = document.querySelector('[data-message-id="${chat.currentMessageId}"]')
      const box = last?.closest('[role=log]').getBoundingClientRect()
      const place = last?.getBoundingClientRect()
      if (!place || place.height === 0 || place.top > box.bottom || place.bottom < box.top) {
        return requestAnimationFrame(look)
      }
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - clicked)
      port2.postMessage(null)
    }
    requestAnimationFrame(look)
  })`)
}

type Queries = Record<'first' | 'later' | 'short' | 'end' | 'middle', number[]>

async function timeQueries({ page }: Program, chats: World['chats']) {
  const path = (chat: Conversation, from?: number) =>
    `['messages.path', ${JSON.stringify({ conversationId: chat.id, from, limit: WINDOW })}]`
  const list = (after: string) =>
    `['conversations.list', { filter: ${JSON.stringify(ACTIVE)}, after: ${after}, limit: ${WINDOW} }]`
  return page.evaluate<Queries>(`(async () => {
    const ask = async ([name, input]) => {
      const answer = await window.api.call(name, input)
      if (!answer.ok) throw new Error(name + ': ' + JSON.stringify(answer.error))
      return answer.value
    }
    let page = await ask(${list('null')})
    for (let turn = 0; turn < 3; turn += 1) page = await ask(${list('page.next')})
    const asked = {
      first: ${list('null')},
      later: ${list('page.next')},
      short: ${path(chats.short)},
      end: ${path(chats.long)},
      middle: ${path(chats.long, 10_000)},
    }
    const times = {}
    for (const [name, query] of Object.entries(asked)) {
      times[name] = []
      for (let run = 0; run < ${QUERIES}; run += 1) {
        const before = performance.now()
        await ask(query)
        times[name].push(performance.now() - before)
      }
    }
    return times
  })()`)
}

function queryFigures(times: Queries): Figure[] {
  const line = (what: string, which: keyof Queries, to: keyof Queries, name: string) => ({
    what: `query, ${what}`,
    value: median(times[which]),
    unit: 'ms' as const,
    against: { what: name, ratio: ratio(times[which], times[to]) },
  })
  return [
    { what: 'query, first page of the list', value: median(times.first), unit: 'ms' },
    { ...line('fifth page of the list', 'later', 'first', 'the first'), budget: 3 },
    { what: 'query, last messages of a short chat', value: median(times.short), unit: 'ms' },
    line('last 100 of the 20,000-message chat', 'end', 'short', 'short'),
    line('100 from its middle', 'middle', 'end', 'its end'),
  ]
}
