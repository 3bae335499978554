import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pagesOf, writePdf } from '../../../src-main/transfer/export/pdf'
import { temporaryDatabase, temporaryFolder } from '../world'
import { addChat, exported, say } from './history'

const pages = (count: number) => '<< /Type /Page >>\n'.repeat(count)
const pdf = (count: number, said = count) =>
  Buffer.from(`%PDF-1.4\n${pages(count)}<< /Type /Pages /Count ${said} >>\n%%EOF\n`)

test('a PDF is known by its beginning, its end, and as many pages as it says', () => {
  expect(pagesOf(pdf(3))).toBe(3)
  expect(pagesOf(pdf(3, 4))).toBe(0)
  expect(pagesOf(pdf(3).subarray(0, -8))).toBe(0)
  expect(pagesOf(pdf(3).subarray(1))).toBe(0)
  expect(pagesOf(pdf(0))).toBe(0)
})

test('it has its name when it is whole, and otherwise nothing is left of it', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'a.pdf')
  await expect(writePdf(file, Buffer.from('half'))).rejects.toThrow('file_not_verified')
  expect(readdirSync(folder)).toEqual([])
  expect(await writePdf(file, pdf(2))).toBe(pdf(2).length)
  expect(readFileSync(file)).toEqual(pdf(2))
  const nowhere = join(folder, 'no', 'a.pdf')
  await expect(writePdf(nowhere, pdf(2))).rejects.toThrow('file_refused')
})

test('what is too much to be printed is refused in the middle of it', () => {
  const db = temporaryDatabase()
  const chat = addChat(db)
  for (let at = 0; at < 4; at += 1) say(db, chat, null, { text: 'x '.repeat(500_000) })
  const scope = { ids: [chat] }
  expect(() => exported(db, { scope, format: 'pdf' })).toThrow('pdf_too_large')
  expect(exported(db, { scope, format: 'html' }).report.messages).toBe(4)
})
