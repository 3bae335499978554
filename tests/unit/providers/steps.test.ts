import { setImmediate } from 'node:timers'
import { expect, test } from 'vitest'
import { collect, KINDS, message, MODEL, provider, request } from './ask'

test.each(KINDS)('%s: what waits gets its turn while a long chat is made ready', async (kind) => {
  let turns = 0
  let hasSent = false
  const count = () => {
    if (hasSent) return
    turns += 1
    setImmediate(count)
  }
  const fetch = () => {
    hasSent = true
    return Promise.reject(new Error('not needed further'))
  }
  const said = Array.from({ length: 500 }, (_, at) =>
    message(at % 2 === 0 ? 'user' : 'assistant', `said ${at}`),
  )
  const chat = provider('http://127.0.0.1:9', { kind, deps: { fetch } })
  const asked = request({ model: MODEL[kind], messages: said })
  // The first time the code of that server is loaded, which lets others have their turn as well.
  await collect(chat, asked)
  hasSent = false
  setImmediate(count)
  await collect(chat, asked)
  expect(turns).toBeGreaterThanOrEqual(2)
})
