import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '@contract/entities'
import { startBrokenServer, type BrokenServer } from '../../fixtures/brokenServer'
import { toFailure } from '../../../src-main/errors'
import { discoverServers } from '../../../src-main/providers/discover'
import { KEY, KINDS, provider } from './ask'

let server: BrokenServer
beforeAll(async () => {
  server = await startBrokenServer()
})
afterAll(() => server.close())

function list(body: unknown, kind: Provider['kind'] = 'openai-compatible') {
  const url = server.at('models', JSON.stringify(body))
  return provider(url, { kind }).models(new AbortController().signal)
}

const failureOf = (models: Promise<unknown>) => models.then(() => null, toFailure)

test('the models of a server are listed once each, with what is known of their context', async () => {
  const data = [
    { id: 'a', context_length: 8192 },
    { id: 'b', max_model_len: 4096 },
    { id: 'c', meta: { n_ctx_train: 2048 } },
    { id: 'd', meta: null, context_length: 'long' },
    { id: 'a' },
    { name: 'no id' },
    null,
    7,
  ]
  expect(await list({ object: 'list', data })).toEqual([
    { name: 'a' },
    { name: 'b', contextLength: 4096 },
    { name: 'c', contextLength: 2048 },
    { name: 'd' },
  ])
})

test('Anthropic is asked with its own headers', async () => {
  expect(await list({ data: [{ id: 'claude', type: 'model' }] }, 'anthropic')).toEqual([
    { name: 'claude' },
  ])
  expect(server.seen.at(-1)?.headers).toMatchObject({
    'x-api-key': KEY,
    'anthropic-version': '2023-06-01',
  })
  expect(server.seen.at(-1)?.headers.authorization).toBeUndefined()
})

test('of Google only the models that write text are listed', async () => {
  const models = [
    { name: 'models/gemini', supportedGenerationMethods: ['generateContent'], inputTokenLimit: 9 },
    { name: 'models/embedding', supportedGenerationMethods: ['embedContent'] },
  ]
  expect(await list({ models }, 'google')).toEqual([{ name: 'gemini', contextLength: 9 }])
  expect(server.seen.at(-1)?.headers['x-goog-api-key']).toBe(KEY)
  expect(server.seen.at(-1)?.path).not.toContain(KEY)
})

test.each([
  ['openai-compatible', { object: 'list', data: [] }],
  ['openai-compatible', { object: 'list', data: null }],
  ['anthropic', { data: [] }],
  ['google', {}],
] as const)('%s without models says so', async (kind, body) => {
  expect((await failureOf(list(body, kind)))?.code).toBe('provider_no_models')
})

test.each(KINDS)('what is wrong with %s is told in words', async (kind) => {
  const ask = (url: string, limits = {}) =>
    failureOf(provider(url, { kind, deps: { limits } }).models(new AbortController().signal))
  expect((await ask(server.at('status', 401)))?.code).toBe('provider_unauthorized')
  expect((await ask(server.at('html', 404)))?.code).toBe('provider_not_found')
  expect((await ask(server.at('html', 200)))?.code).toBe('provider_bad_response')
  expect(await ask(server.at('errorIn200'))).toMatchObject({ detail: 'No such engine.' })
  expect((await ask(server.at('silent'), { answerMs: 50 }))?.code).toBe('provider_timed_out')
  expect((await ask(server.at('hangUp')))?.code).toBe('provider_unreachable')
  expect((await ask('http://[oops'))?.code).toBe('provider_bad_request')
})

test('the time limit of whoever asks is told as one', async () => {
  const models = provider(server.at('silent')).models(AbortSignal.timeout(50))
  expect((await failureOf(models))?.code).toBe('provider_timed_out')
})

test('headers of the user are sent, and win', async () => {
  const { createProvider } = await import('../../../src-main/providers/create')
  const headers = { authorization: 'Custom x', 'x-team': 'a' }
  const config = { kind: 'openai-compatible' as const, baseUrl: server.url, headers, key: KEY }
  await createProvider({ ...config, baseUrl: server.at('complete') }, { fetch }).models(
    new AbortController().signal,
  )
  expect(server.seen.at(-1)?.headers).toMatchObject(headers)
})

test('servers on this machine are found by asking, and nobody else is taken for one', async () => {
  const page = await startBrokenServer()
  const ollama = { object: 'list', data: [{ id: 'qwen', owned_by: 'library' }] }
  // Whatever the path, this fetch answers for the port that it stands for.
  const answers: Record<string, string> = {
    '1111': server.at('models', JSON.stringify(ollama)),
    '2222': page.at('html', 200),
    '3333': page.at('redirect', 307, `${server.at('models', JSON.stringify(ollama))}/models`),
    '4444': page.at('silent'),
    '5555': page.at('hangUp'),
    '8080': server.at('models', '{"object":"list","data":null}'),
  }
  const asking: typeof fetch = (input, init) => {
    const answer = answers[new URL(String(input)).port]
    return fetch(answer ? `${answer}/models` : input, init)
  }
  const started = Date.now()
  expect(await discoverServers(asking, Object.keys(answers).map(Number))).toEqual([
    {
      kind: 'openai-compatible',
      name: 'Ollama',
      baseUrl: 'http://127.0.0.1:1111/v1',
      models: ['qwen'],
    },
    {
      kind: 'openai-compatible',
      name: 'llama.cpp',
      baseUrl: 'http://127.0.0.1:8080/v1',
      models: [],
    },
  ])
  expect(Date.now() - started).toBeLessThan(1500)
  await page.close()
})
