import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrokenServer, type BrokenServer } from '../../fixtures/brokenServer'
import { ANSWER_LIMITS, guardedFetch } from '../../../src-main/providers/guardedFetch'
import { findAppError } from '../../../src-main/providers/failures'
import { collect, KEY, provider } from './ask'

let one: BrokenServer
let other: BrokenServer
beforeAll(async () => {
  one = await startBrokenServer()
  other = await startBrokenServer()
})
afterAll(() => Promise.all([one.close(), other.close()]))

/** Answers by address, and remembers what was asked. */
function web(pages: Record<string, string | Response>) {
  const asked: { url: string; headers: Headers; method: string }[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push({
      url: String(input),
      headers: new Headers(init?.headers),
      method: init?.method ?? 'GET',
    })
    const page = pages[String(input)]
    if (page instanceof Response) return page
    return new Response(null, { status: 307, headers: { location: page ?? '' } })
  }
  return { asked, fetch: guardedFetch({ fetch, limits: ANSWER_LIMITS, secrets: [] }) }
}

const secret = {
  authorization: `Bearer ${KEY}`,
  'x-api-key': KEY,
  'x-goog-api-key': KEY,
  'x-my-own': KEY,
  cookie: KEY,
  'content-type': 'application/json',
}

test('the key goes along to the same host, and not to another one', async () => {
  const { asked, fetch } = web({
    'http://a.test/1': '/2',
    'http://a.test/2': 'https://a.test/3',
    'https://a.test/3': 'https://b.test/4',
    'https://b.test/4': 'https://a.test/5',
    'https://a.test/5': new Response('there'),
  })
  const response = await fetch('http://a.test/1', { headers: secret })
  expect(await response.text()).toBe('there')
  const keys = asked.map(({ headers }) => [...headers.values()].join(' ').includes(KEY))
  expect(keys).toEqual([true, true, true, false, false])
  expect(asked.at(-1)?.headers.get('content-type')).toBe('application/json')
})

test('another port is another host', async () => {
  const target = `${other.at('complete')}/chat/completions`
  const reply = await collect(provider(one.at('redirect', 307, target)))
  expect(reply.text).toBe('Hello world')
  expect(JSON.stringify(other.seen)).not.toContain(KEY)
  expect(other.seen.at(-1)?.body).toContain('hello')
})

test.each([
  ['file:///etc/passwd'],
  ['data:text/plain,x'],
  ['javascript:alert(1)'],
  ['ftp://a.test/'],
  ['http://a.test/down'],
  ['https://127.0.0.1/'],
  ['https://169.254.169.254/latest/meta-data'],
  ['https://[::1]/'],
  ['https://[::ffff:10.0.0.1]/'],
  ['https://router/'],
  ['https://10.1.2.3/'],
  ['http://['],
])('a server on the web cannot send us to %s', async (location) => {
  const { asked, fetch } = web({ 'https://a.test/': location })
  const error = await fetch('https://a.test/').catch((thrown: unknown) => thrown)
  expect(findAppError(error)?.failure.code).toBe('provider_redirected')
  expect(asked).toHaveLength(1)
})

test('redirects end after five', async () => {
  const { failure } = await collect(provider(one.at('redirectLoop')))
  expect(failure?.code).toBe('provider_redirected')
  expect(one.seen.filter(({ path }) => path.includes('redirectLoop'))).toHaveLength(6)
})

test('a question stays a question when it is sent on', async () => {
  const { asked, fetch } = web({
    'http://a.test/': 'http://a.test/2',
    'http://a.test/2': new Response('x'),
  })
  await fetch('http://a.test/', { method: 'POST', body: '{}' })
  expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST'])
  const seeOther = web({
    'http://a.test/': new Response(null, { status: 303, headers: { location: '/2' } }),
  })
  await expect(seeOther.fetch('http://a.test/', { method: 'POST' })).rejects.toThrow('redirected')
  expect(seeOther.asked).toHaveLength(1)
})

test('nothing but http and https is ever asked', async () => {
  const { asked, fetch } = web({})
  await expect(fetch('file:///etc/passwd')).rejects.toThrow('provider_redirected')
  expect(asked).toEqual([])
})

test('a key that cannot be sent is refused without being repeated', async () => {
  const error = await web({})
    .fetch('http://a.test/', { headers: { authorization: `Bearer ${KEY}\nключ` } })
    .catch((thrown: unknown) => thrown)
  expect(findAppError(error)?.failure.code).toBe('provider_bad_request')
  expect(String(error)).not.toContain(KEY)
})

test('an answer that is too large is given up, packed or not', async () => {
  const reply = await provider(one.at('bigModels'))
    .models(new AbortController().signal)
    .catch((thrown: unknown) => thrown)
  expect(findAppError(reply)?.failure.code).toBe('provider_too_large')
})

test('a fetch that does not notice an abort is not waited for', async () => {
  const abort = new AbortController()
  const deaf: typeof fetch = () => new Promise(() => {})
  const fetch = guardedFetch({ fetch: deaf, limits: ANSWER_LIMITS, secrets: [] })
  setTimeout(() => abort.abort(), 20)
  await expect(fetch('http://a.test/', { signal: abort.signal })).rejects.toThrow('abort')
})
