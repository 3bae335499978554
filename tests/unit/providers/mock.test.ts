import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect, KINDS, message, MODEL, provider, request } from './ask'

const mock = new LLMock({ port: 0, chunkSize: 5 })
beforeAll(async () => {
  mock.onMessage('hello', { content: 'Hi there, friend! 🎉 As ever.', reasoning: 'They greet me.' })
  mock.onMessage('weather', {
    toolCalls: [{ name: 'weather', arguments: '{"city":"Ulm"}' }],
    finishReason: 'stop',
  })
  mock.onMessage('slow', { content: 'x'.repeat(5_000) }, { latency: 20 })
  mock.onMessage('limited', { error: { message: 'Slow down.', type: 'rate_limit' }, status: 429 })
  await mock.start()
})
afterAll(() => mock.stop())

// The same servers seen through somebody else's eyes, so that fixture and code cannot err together.
describe.each(KINDS)('%s', (kind) => {
  const chat = () => provider(mock.url, { kind })
  const ask = (text: string) => request({ model: MODEL[kind], messages: [message('user', text)] })

  test('text and reasoning come apart', async () => {
    const reply = await collect(chat(), ask('hello'))
    expect(reply).toMatchObject({
      text: 'Hi there, friend! 🎉 As ever.',
      reasoning: 'They greet me.',
      failure: null,
    })
    expect(reply.parts.at(-1)?.type).toBe('usage')
  })

  test("a tool's call is a part with its input", async () => {
    const reply = await collect(chat(), ask('weather'))
    expect(reply.failure).toBeNull()
    expect(reply.parts.filter(({ type }) => type === 'tool_call')).toMatchObject([
      { name: 'weather', input: { city: 'Ulm' } },
    ])
  })

  test('a reply that is stopped ends at once', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort('user'), 200)
    const started = Date.now()
    const reply = await collect(chat(), ask('slow'), abort.signal)
    expect(reply.failure).toBeNull()
    expect(reply.text.length).toBeGreaterThan(0)
    expect(Date.now() - started).toBeLessThan(400)
  })

  test('a limit is told in the words of the server', async () => {
    const { failure } = await collect(chat(), ask('limited'))
    expect(failure).toMatchObject({ code: 'provider_rate_limited', detail: 'Slow down.' })
  })
})
