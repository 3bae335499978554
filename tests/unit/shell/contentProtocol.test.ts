import { writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerContent, isContentUrl } from '../../../src-main/shell/contentProtocol'
import { contentFile, putBytes } from '../../../src-main/storage/attachments'
import { temporaryFolder } from '../world'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1')

async function served(bytes: Buffer, known = true) {
  const folder = temporaryFolder()
  const { sha256 } = await putBytes(folder, bytes)
  const asked: string[] = []
  const find = (name: string) => {
    asked.push(name)
    return Promise.resolve(known ? contentFile(folder, name) : null)
  }
  const answer = (url = `app://attachments/${sha256}`) => answerContent(url, find)
  return { folder, sha256, asked, answer }
}

test('a picture is served as what it is, and as nothing that could run', async () => {
  const { answer } = await served(PNG)
  const response = await answer()
  expect(response.statusCode).toBe(200)
  expect(response.data).toEqual(PNG)
  expect(response.headers).toEqual({
    'content-type': 'image/png',
    'content-security-policy': `sandbox; default-src 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
})

test.each(['<svg onload="alert(1)">', '<script>alert(1)</script>', '%PDF-1.7', 'plain', ''])(
  '%j is not served at all',
  async (content) => {
    const response = await (await served(Buffer.from(content))).answer()
    expect(response.statusCode).toBe(415)
    expect(response.data).toEqual(Buffer.alloc(0))
  },
)

test('a content that nothing refers to, or that is damaged, is not served', async () => {
  expect((await (await served(PNG, false)).answer()).statusCode).toBe(404)
  const { folder, sha256, answer } = await served(PNG)
  writeFileSync(contentFile(folder, sha256), Buffer.concat([PNG, Buffer.from('rot')]))
  expect((await answer()).statusCode).toBe(410)
})

test.each([
  'app://attachments/',
  'app://attachments/../../keepsake.db',
  'app://attachments/%2e%2e/%2e%2e/keepsake.db',
  `app://attachments/${'a'.repeat(64)}/..`,
  `app://attachments/${'a'.repeat(64)}?x`,
  `app://attachments/${'A'.repeat(64)}`,
  `app://attachments/ab/${'a'.repeat(64)}`,
  `app://attachments:1/${'a'.repeat(64)}`,
  `app://x@attachments/${'a'.repeat(64)}`,
])('%s asks for nothing that there is', async (url) => {
  const { answer, asked } = await served(PNG)
  expect((await answer(url)).statusCode).toBe(404)
  expect(asked).toEqual([])
})

test('our own page and its files are no contents', () => {
  expect(isContentUrl('app://bundle/index.html')).toBe(false)
  expect(isContentUrl('app://bundle/attachments/x')).toBe(false)
  expect(isContentUrl(`app://attachments/${createHash('sha256').digest('hex')}`)).toBe(true)
  expect(isContentUrl('nonsense')).toBe(false)
})
