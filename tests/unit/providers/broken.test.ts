import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrokenServer, type BrokenServer } from '../../fixtures/brokenServer'
import { collect, KEY, KINDS, provider, request } from './ask'

let server: BrokenServer
beforeAll(async () => {
  server = await startBrokenServer()
})
afterAll(() => server.close())

describe.each(KINDS)('%s', (kind) => {
  const ask = (baseUrl: string, limits = {}) =>
    collect(provider(baseUrl, { kind, deps: { limits } }))

  test('a reply comes whole, with what it cost', async () => {
    const reply = await ask(server.at('complete'))
    expect(reply).toMatchObject({ text: 'Hello world', failure: null })
    expect(reply.parts.at(-1)).toMatchObject({
      type: 'usage',
      usage: { inputTokens: 5, outputTokens: 7 },
    })
  })

  test('a reply that comes byte by byte is the same', async () => {
    expect(await ask(server.at('drip'))).toMatchObject({ text: 'naïve 日本 🎉', failure: null })
  })

  test('comments that keep the line open are not shown', async () => {
    expect(await ask(server.at('comments'))).toMatchObject({ text: 'after', failure: null })
  })

  test.each(['halfLine', 'halfCharacter', 'noFinish', 'short'] as const)(
    'what came before the end of a cut stream (%s) is kept',
    async (name) => {
      const reply = await ask(server.at(name))
      expect(reply.text).toBe('kept')
      expect(reply.failure?.code).toBe('provider_cut_off')
      expect(reply.failure?.values?.host).toBe(new URL(server.url).host)
    },
  )

  test('text that arrived together with the reset is kept to the last word', async () => {
    const reply = await ask(server.at('reset'))
    expect(reply.text).toBe(Array.from({ length: 200 }, (_, n) => `t${n} `).join(''))
    expect(reply.failure?.code).toBe('provider_cut_off')
  })

  test('a stream that says nothing any more is left', async () => {
    const reply = await ask(server.at('idle'), { idleMs: 100 })
    expect(reply).toMatchObject({ text: 'kept', failure: { code: 'provider_idle' } })
  })

  test('a server that never answers is left', async () => {
    const reply = await ask(server.at('silent'), { answerMs: 100 })
    expect(reply.failure?.code).toBe('provider_timed_out')
  })

  test('an endless stream ends at the limit, and its connection too', async () => {
    const reply = await ask(server.at('endless'), { totalBytes: 1_000_000 })
    expect(reply.text.startsWith('more more')).toBe(true)
    expect(reply.failure?.code).toBe('provider_too_large')
    expect(reply.text.length).toBeLessThan(1_000_000)
    await expect.poll(() => server.busy()).toBe(0)
  })

  test('a line of 100 MB is given up at 4 MB', async () => {
    const before = process.memoryUsage().rss
    const reply = await ask(server.at('longLine', 100))
    expect(reply).toMatchObject({ text: 'kept', failure: { code: 'provider_too_large' } })
    expect(server.sent()).toBeLessThan(20_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  test('a gzip bomb is counted as it unpacks', async () => {
    const before = process.memoryUsage().rss
    const reply = await ask(server.at('gzipBomb', 400))
    expect(reply).toMatchObject({ text: 'kept', failure: { code: 'provider_too_large' } })
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test.each(['garbage', 'deep'] as const)(
    'an event that is no JSON (%s) ends the reply',
    async (name) => {
      const reply = await ask(server.at(name))
      expect(reply).toMatchObject({ text: 'kept', failure: { code: 'provider_bad_response' } })
    },
  )

  test('what was no JSON is shown as it came, in short', async () => {
    const { failure } = await ask(server.at('garbage'))
    expect(failure?.detail).toBe('{"choices":[{"delta":{{]')
  })

  test('events that ask to do something are ignored', async () => {
    const reply = await ask(server.at('unknownEvents'))
    expect(reply).toMatchObject({ text: 'before', failure: null })
    expect(reply.parts.every(({ type }) => type === 'text' || type === 'usage')).toBe(true)
    expect('owned' in globalThis).toBe(false)
  })

  test('an error inside the stream is told in the words of the server', async () => {
    const reply = await ask(server.at('errorEvent'))
    expect(reply.text).toBe('kept')
    expect(reply.failure?.detail).toBe('The model fell over.')
  })

  test('bytes that are no characters are replaced', async () => {
    expect(await ask(server.at('badUtf8'))).toMatchObject({
      text: 'a\ufffd(\ufffdb',
      failure: null,
    })
  })

  test.each([
    [400, 'provider_bad_request'],
    [401, 'provider_unauthorized'],
    [403, 'provider_forbidden'],
    [404, 'provider_not_found'],
    [408, 'provider_timed_out'],
    [413, 'provider_context_full'],
    [422, 'provider_bad_request'],
    [500, 'provider_failed'],
    [529, 'provider_overloaded'],
  ])('status %i is %s, in the words of the server', async (status, code) => {
    const { failure } = await ask(server.at('status', status, '', `No: ${KEY} is wrong.`))
    expect(failure).toEqual({
      code,
      detail: 'No: [key] is wrong.',
      values: { host: new URL(server.url).host, status },
    })
  })

  test('a page instead of an answer is told as text', async () => {
    const { failure } = await ask(server.at('html', 502))
    expect(failure?.code).toBe('provider_overloaded')
    expect(failure?.detail).toBe('502 Bad Bad Gateway nginx & co')
  })

  test('an error under status 200 is an error', async () => {
    const { failure } = await ask(server.at('errorIn200'))
    expect(failure).toMatchObject({ code: 'provider_bad_response', detail: 'No such engine.' })
    expect((await ask(server.at('html', 200))).failure?.code).toBe('provider_bad_response')
    expect((await ask(server.at('badGzip'))).failure?.code).toBe('provider_bad_response')
  })

  test('a server that hangs up at once cannot be reached', async () => {
    expect((await ask(server.at('hangUp'))).failure?.code).toBe('provider_unreachable')
  })

  test('a busy server is asked again, but not for long and not forever', async () => {
    expect(await ask(server.at('busy', 2, 503))).toMatchObject({
      text: 'Hello world',
      failure: null,
    })
    const before = server.seen.length
    const { failure } = await ask(server.at('status', 429, 3600))
    expect(failure).toMatchObject({ code: 'provider_rate_limited', values: { retryAfter: 3600 } })
    await ask(server.at('status', 429))
    expect(server.seen.length - before).toBe(4)
  })

  test.each(['silent', 'endless', 'idle'] as const)(
    'stopping a reply (%s) takes no time and is no error',
    async (name) => {
      const abort = new AbortController()
      setTimeout(() => abort.abort('user'), 150)
      const started = Date.now()
      const reply = await collect(provider(server.at(name), { kind }), request(), abort.signal)
      expect(reply.failure).toBeNull()
      expect(Date.now() - started).toBeLessThan(350)
      await expect.poll(() => server.busy()).toBe(0)
    },
  )

  test('leaving a reply in the middle closes its connection', async () => {
    for await (const part of provider(server.at('endless'), { kind }).stream(request(), never())) {
      if (part.type === 'text') break
    }
    await expect.poll(() => server.busy()).toBe(0)
  })
})

test('a server that says [DONE] has finished, even without a reason', async () => {
  const reply = await collect(provider(server.at('doneOnly')))
  expect(reply).toMatchObject({ text: 'kept', failure: null })
})

test('a context that is full is told apart from a wrong request', async () => {
  const words = "This model's maximum context length is 4096 tokens."
  const { failure } = await collect(provider(server.at('status', 400, '', words)))
  expect(failure).toMatchObject({ code: 'provider_context_full', detail: words })
})

function never() {
  return new AbortController().signal
}
