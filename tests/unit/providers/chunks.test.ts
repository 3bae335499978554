import { expect, test } from 'vitest'
import { anthropic, google, openai } from '../../fixtures/dialects'
import { collect, provider } from './ask'

const SAID = 'naïve 日本 🎉'

function whole({ begin, text, end }: typeof openai, lineEnd: string): Uint8Array<ArrayBuffer> {
  const stream = `\ufeff: hi\n\n${begin}${text(SAID)}: ping\n\n${end}`
  return new TextEncoder().encode(stream.replaceAll('\n', lineEnd))
}

/** A server whose answer arrives in these pieces. */
function answering(...pieces: Uint8Array<ArrayBuffer>[]): typeof fetch {
  return async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        const next = pieces.shift()
        if (next) controller.enqueue(next)
        else controller.close()
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
  }
}

test.each([
  ['openai-compatible', openai],
  ['anthropic', anthropic],
  ['google', google],
] as const)('a reply of %s is the same wherever its bytes are cut', async (kind, dialect) => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    const bytes = whole(dialect, lineEnd)
    for (let at = 1; at < bytes.length; at++) {
      const fetch = answering(bytes.slice(0, at), bytes.slice(at))
      const reply = await collect(provider('http://server.test', { kind, deps: { fetch } }))
      expect([reply.text, reply.failure, at]).toEqual([SAID, null, at])
    }
  }
})

test('wherever a stream ends, what is shown is the beginning of what was said', async () => {
  const bytes = new TextEncoder().encode(
    openai.begin + openai.text('one ') + openai.text('two') + openai.end,
  )
  for (let at = 1; at < bytes.length; at++) {
    const fetch = answering(bytes.slice(0, at))
    const reply = await collect(provider('http://server.test', { deps: { fetch } }))
    expect(['', 'one ', 'one two']).toContain(reply.text)
    const isWhole = reply.failure === null && reply.text === 'one two'
    expect(isWhole || reply.failure?.code === 'provider_cut_off').toBe(true)
  }
})

test('a stream whose last line has no end is still finished', async () => {
  const bytes = whole(openai, '\r')
  const reply = await collect(
    provider('http://server.test', { deps: { fetch: answering(bytes.slice(0, -1)) } }),
  )
  expect(reply).toMatchObject({ text: SAID, failure: null })
})

test.each(['\n', '\r\n'])(
  'many lines (%j) that never end their event are given up',
  async (end) => {
    const line = new TextEncoder().encode(`data: ${'x'.repeat(1_000_000)}${end}`)
    const fetch = answering(...Array.from({ length: 8 }, () => line))
    const reply = await collect(provider('http://server.test', { deps: { fetch } }))
    expect(reply.failure?.code).toBe('provider_too_large')
  },
)

test('comments are no part of an event, however many there are', async () => {
  const comment = new TextEncoder().encode(`: ${'x'.repeat(1_000_000)}\n`)
  const fetch = answering(...Array.from({ length: 8 }, () => comment), whole(openai, '\n').slice(3))
  const reply = await collect(provider('http://server.test', { deps: { fetch } }))
  expect(reply).toMatchObject({ text: SAID, failure: null })
})

test('what arrived just before a break is kept to the last word', async () => {
  const words = Array.from({ length: 40 }, (_, n) => `t${n} `)
  const bytes = new TextEncoder().encode(words.map(openai.text).join(''))
  let pulls = 0
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (pulls++ === 0) controller.enqueue(bytes)
      else controller.error(new Error('net::ERR_CONNECTION_RESET'))
    },
  })
  const headers = { 'content-type': 'text/event-stream' }
  const fetch = async () => new Response(body, { headers })
  const reply = await collect(provider('http://server.test', { deps: { fetch } }))
  expect(reply.text).toBe(words.join(''))
  expect(reply.failure?.code).toBe('provider_cut_off')
})

test('a server that is faster than we are does not keep the thread for itself', async () => {
  const bytes = new TextEncoder().encode(openai.text('x').repeat(50))
  const fetch = answering(...Array.from({ length: 200 }, () => bytes))
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const reply = await collect(provider('http://server.test', { deps: { fetch } }))
  clearInterval(timer)
  expect(reply.text).toHaveLength(10_000)
  expect(turns).toBeGreaterThan(5)
})
