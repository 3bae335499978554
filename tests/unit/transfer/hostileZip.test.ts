import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { AppError } from '../../../src-main/errors'
import { conversation, everything, fixtures, openPlace, textOf } from './importing'

const LIST = Buffer.from('PK\u0001\u0002')
const LOCAL = Buffer.from('PK\u0003\u0004')

interface Thing {
  name: string
  content: string | Buffer
  /** As Unix writes it: a file unless said. */
  mode?: number
  compress?: boolean
}

const exportOf = (id: string, content: string) =>
  JSON.stringify({
    conv: { id, name: `Chat ${id}` },
    messages: [{ id: 'm', type: 'text', role: 'user', content, timestamp: 1767225600000 }],
  })

/** A zip file of these things, and `change` to its bytes. */
async function zipOf(things: Thing[], change = (bytes: Buffer) => bytes) {
  const place = openPlace()
  const file = join(place.folder, 'export.zip')
  const zip = new ZipFile()
  for (const { name, content, mode = 0o100644, compress = false } of things) {
    zip.addBuffer(Buffer.from(content), name, { compress, mode })
  }
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(file))
  writeFileSync(file, change(readFileSync(file)))
  return { ...place, file }
}

/** Changes each header that begins so. */
function eachAt(bytes: Buffer, mark: Buffer, change: (at: number) => void): Buffer {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) change(at)
  return bytes
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof AppError ? error.failure.code : `not refused: ${String(error)}`
}

test('a link in a zip is a file with a name in it, and leads nowhere', async () => {
  const link = { name: 'link.json', content: '/etc/passwd', mode: 0o120777 }
  const { db, bring, file, folder } = await zipOf([
    { name: 'chat.json', content: exportOf('a', 'said') },
    link,
    { name: 'out', content: '../..', mode: 0o120777 },
  ])
  const before = readdirSync(folder).toSorted()
  const report = await bring(file)
  expect(everything(db).map(({ title }) => title)).toEqual(['Chat a'])
  expect(report.imported + report.skipped.length).toBe(report.total)
  expect(JSON.stringify(everything(db))).not.toContain('root:')
  expect(readdirSync(folder).toSorted()).toEqual(before)
})

test('what is encrypted is named and not read', async () => {
  const things = [
    { name: 'open.json', content: exportOf('a', 'said') },
    { name: 'locked.json', content: exportOf('b', 'secret'), compress: true },
  ]
  const { db, bring, file } = await zipOf(things, (bytes) => {
    const flag = (at: number, offset: number) => {
      const name = bytes.indexOf('locked.json', at)
      if (name - at < 60) bytes.writeUInt16LE(bytes.readUInt16LE(at + offset) | 1, at + offset)
    }
    eachAt(bytes, LOCAL, (at) => flag(at, 6))
    return eachAt(bytes, LIST, (at) => flag(at, 8))
  })
  const report = await bring(file)
  expect(report.skipped).toEqual([{ what: 'locked.json', reason: 'unsafe_name' }])
  expect(everything(db).map(({ title }) => title)).toEqual(['Chat a'])
})

test('two things of one name are both read', async () => {
  const { db, bring, file } = await zipOf([
    { name: 'chat.json', content: exportOf('a', 'first') },
    { name: 'chat.json', content: exportOf('b', 'second') },
  ])
  expect(await bring(file)).toMatchObject({ imported: 2, total: 2 })
  expect(everything(db)).toHaveLength(2)
})

test('a thing that unpacks to more than it says is damaged, and nothing is written', async () => {
  const place = openPlace()
  const file = join(place.folder, 'export.zip')
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(exportOf('a', ' '.repeat(4 << 20))), 'chat.json', { compress: true })
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(file))
  const lies = readFileSync(file)
  eachAt(lies, LIST, (at) => lies.writeUInt32LE(1000, at + 24))
  writeFileSync(file, lies)
  expect(await codeOf(place.bring(file))).toBe('import_damaged')
  expect(everything(place.db)).toEqual([])
})

test('things that are empty, zips and UTF-16 inside a zip harm nothing', async () => {
  const inner = readFileSync(join(fixtures, '_edge/zip-slip.zip'))
  const { db, bring, file } = await zipOf([
    { name: 'empty.json', content: '' },
    { name: 'inner.zip', content: inner },
    { name: 'a/'.repeat(400) + 'deep.json', content: exportOf('deep', 'said') },
    { name: 'wide.json', content: Buffer.from(`\ufeff${exportOf('wide', 'said 🦀')}`, 'utf16le') },
  ])
  const report = await bring(file)
  expect(report.imported + report.skipped.length).toBe(report.total)
  expect(textOf(conversation(db, 'Chat wide').messages[0])).toBe('said 🦀')
  expect(conversation(db, 'Chat deep').messages).toHaveLength(1)
})

test('a zip that says it holds more things than its bytes could is refused at once', async () => {
  const { bring, db, file } = await zipOf(
    [{ name: 'chat.json', content: exportOf('a', 'said') }],
    (bytes) => {
      const end = bytes.lastIndexOf('PK\u0005\u0006')
      bytes.writeUInt16LE(0xfffe, end + 8)
      bytes.writeUInt16LE(0xfffe, end + 10)
      return bytes
    },
  )
  expect(await codeOf(bring(file))).toMatch(/^import_/)
  expect(everything(db)).toEqual([])
})

test('ids that every object has are ids as others', async () => {
  const { bring, db, folder } = openPlace()
  const ids = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']
  const nodes = ids.map((id, index) => {
    const content = { content_type: 'text', parts: [`said ${index}`] }
    const message = { id, author: { role: 'user' }, content, recipient: 'all' }
    const node = { id, parent: ids[index - 1] ?? null, children: [ids[index + 1]], message }
    return `${JSON.stringify(id)}:${JSON.stringify(node)}`
  })
  const file = join(folder, 'conversations.json')
  const mapping = `{${nodes.join(',')}}`
  writeFileSync(file, `[{"title":"Odd","conversation_id":"__proto__","mapping":${mapping}}]`)
  expect(await bring(file)).toMatchObject({ imported: 1, messages: ids.length })
  expect(conversation(db, 'Odd').messages.map(textOf).toSorted()).toEqual(
    ids.map((_, index) => `said ${index}`),
  )
  expect(Object.hasOwn(Object.prototype, 'id')).toBe(false)
})
