import { expect, test } from 'vitest'
import {
  answeredFailure,
  httpFailure,
  networkFailure,
  readRetryAfter,
  serverWords,
  short,
} from '../../../src-main/providers/failures'
import { startBrokenServer } from '../../fixtures/brokenServer'
import { collect, KEY, provider } from './ask'

const talk = { host: 'a.test', secrets: [KEY] }

test.each([
  ['net::ERR_CONNECTION_REFUSED', 'provider_unreachable'],
  ['net::ERR_INTERNET_DISCONNECTED', 'provider_unreachable'],
  ['net::ERR_ADDRESS_UNREACHABLE', 'provider_unreachable'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'provider_unreachable'],
  ['net::ERR_EMPTY_RESPONSE', 'provider_unreachable'],
  ['net::ERR_UNSAFE_PORT', 'provider_unreachable'],
  ['net::ERR_NAME_NOT_RESOLVED', 'provider_not_found_host'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'provider_tls'],
  ['net::ERR_CERT_DATE_INVALID', 'provider_tls'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'provider_tls'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'provider_timed_out'],
  ['net::ERR_TIMED_OUT', 'provider_timed_out'],
  ['net::ERR_INVALID_HTTP_RESPONSE', 'provider_bad_response'],
])('%s before an answer is %s', (words, code) => {
  expect(networkFailure(new Error(words), 'connect', talk).failure).toEqual({
    code,
    detail: words,
    values: { host: 'a.test' },
  })
})

test.each([
  ['net::ERR_INCOMPLETE_CHUNKED_ENCODING', 'provider_cut_off'],
  ['net::ERR_CONTENT_LENGTH_MISMATCH', 'provider_cut_off'],
  ['net::ERR_CONNECTION_RESET', 'provider_cut_off'],
  ['net::ERR_CONTENT_DECODING_FAILED', 'provider_bad_response'],
])('%s inside an answer is %s', (words, code) => {
  expect(networkFailure(new Error(words), 'body', talk).failure.code).toBe(code)
})

test("Node's words are found below the ones that say nothing", async () => {
  const refused = await collect(provider(`http://127.0.0.1:${await closedPort()}`))
  expect(refused.failure).toMatchObject({
    code: 'provider_unreachable',
    detail: expect.stringContaining('ECONNREFUSED'),
  })
  expect((await collect(provider('http://nobody.invalid'))).failure?.code).toBe(
    'provider_not_found_host',
  )
})

/** A port on which nobody listens any more. */
async function closedPort() {
  const server = await startBrokenServer()
  await server.close()
  return new URL(server.url).port
}

test('a server without a certificate is told as TLS', async () => {
  const server = await startBrokenServer()
  const { failure } = await collect(provider(server.url.replace('http:', 'https:')))
  await server.close()
  expect(failure?.code).toBe('provider_tls')
})

test.each([
  ['{"error":{"message":"m"}}', 'm'],
  ['{"error":"m"}', 'm'],
  ['{"detail":[{"loc":["body"],"msg":"m"}]}', 'm'],
  ['{"message":"m"}', 'm'],
  ['[{"error":{"code":400,"message":"m"}}]', 'm'],
  ['{"error":{"message":"{}","metadata":1}}', '{}'],
  ['{"odd":1}', '{"odd":1}'],
  ['{"broken', '{"broken'],
  ['plain words', 'plain words'],
  ['', ''],
])('the words of %s are "%s"', (body, words) => {
  expect(serverWords(body)).toBe(words)
})

test('words are short, on one line, and without keys', () => {
  const text = short(
    `a\n\n${KEY} Bearer abc.def sk-proj-abcdefghijklmnop AIzaSyAbcdefghijklmnop ${'x'.repeat(900)}`,
    talk,
  )
  expect(text).toHaveLength(500)
  expect(text.startsWith('a [key] Bearer [key] [key] [key] x')).toBe(true)
})

test.each([
  ['5', 5],
  ['0', 0],
  ['1.5', 2],
  ['99999999999', 86_400],
  ['-3', null],
  ['soon', null],
  ['', null],
  [new Date(Date.now() - 60_000).toUTCString(), 0],
])('"Retry-After: %s" means %s', (value, seconds) => {
  expect(readRetryAfter(new Headers({ 'retry-after': value }))).toBe(seconds)
})

test('a date to wait for is turned into seconds', () => {
  const date = new Date(Date.now() + 30_000).toUTCString()
  const seconds = readRetryAfter(new Headers({ 'retry-after': date }))
  expect(seconds).toBeGreaterThanOrEqual(28)
  expect(seconds).toBeLessThanOrEqual(30)
})

test("Google's wrong key is a wrong key", () => {
  const body = '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key."}}'
  const { code } = httpFailure(new Response(null, { status: 400 }), body, talk).failure
  expect(code).toBe('provider_unauthorized')
})

test.each([
  [{ type: 'overloaded_error', message: 'Overloaded' }, 'provider_overloaded'],
  [{ type: 'rate_limit_error', message: 'Slow' }, 'provider_rate_limited'],
  [{ code: 'context_length_exceeded', message: 'm' }, 'provider_context_full'],
  [{ message: 'm', code: 502 }, 'provider_overloaded'],
  ['m', 'provider_failed'],
])('an error in a stream is told apart: %j', (value, code) => {
  expect(answeredFailure(value, talk).failure.code).toBe(code)
})

test('a page made to be slow is read in no time', () => {
  const started = performance.now()
  serverWords('<script'.repeat(10_000))
  serverWords('<'.repeat(64_000))
  expect(performance.now() - started).toBeLessThan(500)
})
