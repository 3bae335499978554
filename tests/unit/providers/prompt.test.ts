import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrokenServer, type BrokenServer } from '../../fixtures/brokenServer'
import { toPrompt } from '../../../src-main/providers/prompt'
import { collect, message, provider, request } from './ask'

let server: BrokenServer
beforeAll(async () => {
  server = await startBrokenServer()
})
afterAll(() => server.close())

const said = (text: string) => [{ type: 'text', text }]

test('instructions and system messages come first, as one', () => {
  const messages = [message('user', 'a'), message('system', 'be brief'), message('user', 'b')]
  expect(toPrompt(request({ instructions: 'be kind', messages }), 'instruction')).toEqual([
    { role: 'system', content: 'be kind\n\nbe brief' },
    { role: 'user', content: [...said('a'), ...said('\n\nb')] },
  ])
})

test('reasoning, errors, citations, attachments and the unknown are not sent', () => {
  const reply = message(
    'assistant',
    { type: 'reasoning', text: 'hm' },
    'yes',
    { type: 'code', language: 'js', text: '1' },
    { type: 'error', error: { code: 'internal' } },
    { type: 'citation', url: 'https://a.test' },
    { type: 'attachment', attachmentId: '0190a000-0000-7000-8000-000000000009', name: 'x' },
    { type: 'unknown', origin: 'x', data: 1 },
  )
  const failed = message('assistant', { type: 'error', error: { code: 'internal' } })
  const messages = [message('user', 'a'), failed, message('user', 'b'), reply, message('user', 'c')]
  expect(toPrompt(request({ messages }), 'instruction')).toEqual([
    { role: 'user', content: [...said('a'), ...said('\n\nb')] },
    { role: 'assistant', content: [...said('yes'), ...said('\n```js\n1\n```\n')] },
    { role: 'user', content: said('c') },
  ])
})

test("a tool's call is sent with its result or not at all", () => {
  const reply = message(
    'assistant',
    'let me look',
    { type: 'tool_call', callId: '1', name: 'look', input: { at: 'x' } },
    { type: 'tool_call', callId: '2', name: 'lost', input: {} },
    { type: 'tool_result', callId: '1', name: 'look', output: [1] },
    'found',
  )
  expect(toPrompt(request({ messages: [message('user', 'a'), reply] }), 'instruction')).toEqual([
    { role: 'user', content: said('a') },
    {
      role: 'assistant',
      content: [
        ...said('let me look'),
        { type: 'tool-call', toolCallId: '1', toolName: 'look', input: { at: 'x' } },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: '1',
          toolName: 'look',
          output: { type: 'json', value: [1] },
        },
      ],
    },
    { role: 'assistant', content: said('found') },
  ])
})

const begun = request({
  model: 'claude-some',
  messages: [message('user', 'count'), message('assistant', 'one two \n')],
  continuing: true,
})

/** The messages of the last request as its server got them. */
function sent(): { role: string; content: unknown }[] {
  return JSON.parse(server.seen.at(-1)?.body ?? '{}').messages
}

test('Anthropic gets the unfinished reply as a prefill, without white space at its end', async () => {
  await collect(provider(server.at('complete'), { kind: 'anthropic' }), begun)
  expect(sent().at(-1)).toEqual({ role: 'assistant', content: said('one two') })
})

test('white space that a prefill gave up does not come twice', async () => {
  const reply = await collect(provider(server.at('text', '\n three'), { kind: 'anthropic' }), begun)
  expect(reply.text).toBe('three')
})

test('a model that refuses a prefill is asked to go on instead', async () => {
  const reply = await collect(provider(server.at('noPrefill'), { kind: 'anthropic' }), begun)
  expect(reply).toMatchObject({ text: 'Hello world', failure: null })
  expect(sent().map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  expect(JSON.stringify(sent().at(-1))).toContain('exactly where it stopped')
})

test.each(['openai-compatible', 'google'] as const)('%s is asked to go on', async (kind) => {
  await collect(provider(server.at('complete'), { kind }), begun)
  const body = server.seen.at(-1)?.body ?? ''
  expect(body).toContain('one two ')
  expect(body).toContain('exactly where it stopped')
})

test('a reply of which nothing came is simply asked for again', async () => {
  const empty = request({
    messages: [message('user', 'count'), message('assistant')],
    continuing: true,
  })
  await collect(provider(server.at('complete')), empty)
  expect(sent()).toEqual([{ role: 'user', content: 'count' }])
})

test('parameters reach the server under the names it knows', async () => {
  const parameters = { temperature: 0.5, maxTokens: 9, topP: 0.8, stop: ['END'], seed: 4 }
  await collect(provider(server.at('complete')), request({ parameters }))
  expect(JSON.parse(server.seen.at(-1)?.body ?? '')).toMatchObject({
    model: 'some-model',
    temperature: 0.5,
    max_tokens: 9,
    top_p: 0.8,
    stop: ['END'],
    seed: 4,
    stream: true,
  })
})
