import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Part } from '@contract/entities'
import { openGuide } from '../../../src-main/providers/guide'
import type { SentFile } from '../../../src-main/providers/provider'
import { kindOf, takesOf } from '../../../src-main/providers/takes'
import { type BrokenServer, startBrokenServer } from '../../fixtures/brokenServer'
import { collect, KINDS, message, provider, request } from './ask'

let server: BrokenServer
beforeAll(async () => {
  server = await startBrokenServer()
})
afterAll(() => server.close())

const ids = [1, 2, 3].map((n) => `0190a000-0000-7000-8000-00000000000${n}`)
const parts = ids.map((attachmentId): Part => ({ type: 'attachment', attachmentId, name: 'x' }))
const bytes = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const files = new Map<string, SentFile>([
  [ids[0] ?? '', { name: 'roof.png', mediaType: 'image/png', bytes }],
  [ids[1] ?? '', { name: 'notes.md', text: '```\ncode\n```' }],
  [ids[2] ?? '', { name: 'offer.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-') }],
])
const png = bytes.toString('base64')
const pdf = Buffer.from('%PDF-').toString('base64')
const notes = 'notes.md:\n````\n```\ncode\n```\n````'

/** What a server got as the content of the last question. */
async function sent(kind: (typeof KINDS)[number]) {
  const asked = request({ messages: [message('user', ...parts, 'What is this?')], files })
  expect((await collect(provider(server.at('complete'), { kind }), asked)).failure).toBe(null)
  const body = JSON.parse(server.seen.at(-1)?.body ?? '{}') as Record<string, unknown>
  const [first] = (body['messages'] ?? body['contents']) as Record<string, unknown>[]
  return first?.['content'] ?? first?.['parts']
}

test('a server of the OpenAI kind gets pictures and documents as data URLs, texts as text', async () => {
  expect(await sent('openai-compatible')).toEqual([
    { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
    { type: 'text', text: notes },
    {
      type: 'file',
      file: { filename: 'offer.pdf', file_data: `data:application/pdf;base64,${pdf}` },
    },
    { type: 'text', text: 'What is this?' },
  ])
})

test('Anthropic gets them as sources', async () => {
  expect(await sent('anthropic')).toMatchObject([
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
    { type: 'text', text: notes },
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: pdf } },
    { type: 'text', text: 'What is this?' },
  ])
})

test('Google gets them inline', async () => {
  expect(await sent('google')).toMatchObject([
    { inlineData: { mimeType: 'image/png', data: png } },
    { text: notes },
    { inlineData: { mimeType: 'application/pdf', data: pdf } },
    { text: 'What is this?' },
  ])
})

test.each(KINDS)('%s gets a question that is a picture alone', async (kind) => {
  const asked = request({ messages: [message('user', ...parts.slice(0, 1))], files })
  expect((await collect(provider(server.at('complete'), { kind }), asked)).failure).toBe(null)
  expect(server.seen.at(-1)?.body).toContain(png)
})

test('a file that the request does not hold is not sent, and neither is its name', async () => {
  const asked = request({ messages: [message('user', ...parts, 'Well?')] })
  await collect(provider(server.at('complete')), asked)
  expect(JSON.parse(server.seen.at(-1)?.body ?? '{}').messages).toEqual([
    { role: 'user', content: 'Well?' },
  ])
})

test('only those are sent a PDF that are known to read it; the guide is sent nothing', () => {
  const takes = (kind: 'openai-compatible' | 'anthropic' | 'google' | 'guide', baseUrl = '') =>
    takesOf({ kind, baseUrl }).includes('pdf')
  expect([takes('anthropic'), takes('google'), takes('openai-compatible')]).toEqual([
    true,
    true,
    true,
  ])
  expect(takes('openai-compatible', 'https://openrouter.ai/api/v1')).toBe(true)
  expect(takes('openai-compatible', 'http://127.0.0.1:8080')).toBe(false)
  expect(takesOf({ kind: 'guide', baseUrl: '' })).toEqual([])
})

test('a picture that models do not know is shown and not sent', () => {
  expect(kindOf({ mediaType: 'image/avif', hasText: false })).toBe('other')
  expect(kindOf({ mediaType: 'image/webp', hasText: false })).toBe('image')
  expect(kindOf({ mediaType: 'text/html', hasText: true })).toBe('text')
})

test('the guide says that it cannot read files', async () => {
  const ask = (...said: (Part | string)[]) =>
    collect(openGuide(0), request({ messages: [message('user', ...said)] }))
  expect((await ask(...parts)).text).toContain('I cannot read files')
  const { text } = await ask(...parts, 'Where are my conversations kept?')
  expect(text).toMatch(/I cannot read files[\s\S]+Where are my conversations kept/)
  expect((await ask('Where are my conversations kept?')).text).not.toContain('cannot read files')
})
