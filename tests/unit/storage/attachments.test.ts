import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  contentFile,
  isWhole,
  put,
  putBytes,
  putPieces,
  refuseWithoutRoom,
  stateOf,
} from '../../../src-main/storage/attachments'
import { displayName, legalFileName } from '../../../src-main/storage/fileNames'
import { textInBytes, typeInBytes } from '../../../src-main/storage/mediaType'
import { openUserFile } from '../../../src-main/storage/userFile'
import { temporaryFolder } from '../world'

const bytes = Buffer.from('tiles from Boom')
const sha256 = createHash('sha256').update(bytes).digest('hex')

test('a content is kept once, under its hash, readable by its owner alone', async () => {
  const folder = join(temporaryFolder(), 'attachments')
  expect(await putBytes(folder, bytes)).toEqual({ sha256, bytes: bytes.length })
  const file = contentFile(folder, sha256)
  const before = statSync(file)
  expect(before.mode & 0o777).toBe(0o600)
  expect(await putPieces(folder, [bytes.subarray(0, 5), bytes.subarray(5)])).toMatchObject({
    sha256,
  })
  expect(statSync(file).ino).toBe(before.ino)
  expect(readdirSync(folder, { recursive: true })).toHaveLength(2)
})

test('what is there under the name with another size is replaced', async () => {
  const folder = temporaryFolder()
  await putBytes(folder, bytes)
  appendFileSync(contentFile(folder, sha256), 'rot')
  expect(stateOf(folder, { sha256, bytes: bytes.length })).toBe('damaged')
  await putBytes(folder, bytes)
  expect(await isWhole(contentFile(folder, sha256), sha256)).toBe(true)
})

test('a content that is kept again counts as new', async () => {
  const folder = temporaryFolder()
  await putBytes(folder, bytes)
  utimesSync(contentFile(folder, sha256), 0, 0)
  await putBytes(folder, bytes)
  expect(statSync(contentFile(folder, sha256)).mtimeMs).toBeGreaterThan(Date.now() - 60_000)
})

test('what breaks off leaves nothing behind', async () => {
  const folder = temporaryFolder()
  async function* breaking() {
    yield await Promise.resolve(bytes)
    throw new Error('broke off')
  }
  await expect(putPieces(folder, breaking())).rejects.toThrow('broke off')
  expect(readdirSync(folder)).toEqual([])
})

test('a disk that fills up on the way is said to be full, and nothing is left on it', async () => {
  const folder = temporaryFolder()
  const full = put(folder, (partial) => {
    writeFileSync(partial, bytes)
    return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))
  })
  await expect(full).rejects.toThrow('disk_full')
  expect(readdirSync(folder)).toEqual([])
})

test('no file is begun that would leave the history no room', async () => {
  const folder = join(temporaryFolder(), 'attachments')
  expect(() => refuseWithoutRoom(folder, Number.MAX_SAFE_INTEGER)).toThrow('disk_full')
  expect(() => refuseWithoutRoom(folder, 1)).not.toThrow()
})

test.each(['', '..', '../../x', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}.partial`])(
  '%j names no content',
  (name) => {
    expect(() => contentFile('/store', name)).toThrow('is no content')
    expect(stateOf('/store', { sha256: name, bytes: 0 })).toBe('missing')
  },
)

test('only a file is opened that stays as it is: no folder, no link, no pipe', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'notes.txt')
  writeFileSync(file, bytes)
  symlinkSync(file, join(folder, 'link'))
  mkdirSync(join(folder, 'folder'))
  const others = ['link', 'folder', 'nowhere']
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    others.push('pipe')
  }
  for (const name of others) {
    const refused = await openUserFile(join(folder, name)).catch((error: Error) => error.message)
    expect([name, refused]).toEqual([name, expect.stringContaining('attachment_unreadable')])
  }
  const opened = await openUserFile(file)
  appendFileSync(file, ' and more')
  await expect(putPieces(join(folder, 'store'), opened.pieces())).rejects.toThrow(
    'attachment_unreadable',
  )
  await opened.close()
  expect(readdirSync(join(folder, 'store'))).toEqual([])
})

test('a file says how large it is before a byte of it is read', async () => {
  const file = join(temporaryFolder(), 'large')
  writeFileSync(file, '')
  truncateSync(file, 10_000_000_000)
  const opened = await openUserFile(file)
  expect(opened.bytes).toBe(10_000_000_000)
  await opened.close()
})

test.each([
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['GIF89a', 'image/gif'],
  ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
  ['\0\0\0\x1cftypavif', 'image/avif'],
  ['%PDF-1.7', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\0\0\0\x18ftypmp42', 'video/mp4'],
  ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">', null],
  ['<!doctype html><script>alert(1)</script>', null],
  ['BMW is a car', null],
  ['', null],
])('the bytes %j are %j, whatever they are called', (start, type) => {
  expect(typeInBytes(Buffer.from(start, 'latin1'))).toBe(type)
})

test('text is what reads as text, in UTF-8 or a marked UTF-16', () => {
  expect(textInBytes(Buffer.from('Ziegel aus Köln 🧱'))).toBe('Ziegel aus Köln 🧱')
  expect(textInBytes(Buffer.from('\ufeffwith a mark'))).toBe('with a mark')
  expect(textInBytes(Buffer.from('\ufeffwide', 'utf16le'))).toBe('wide')
  expect(textInBytes(Buffer.from([0xc3, 0x28]))).toBe(null)
  expect(textInBytes(Buffer.from('MZ\0\x03', 'latin1'))).toBe(null)
  expect(textInBytes(readFileSync(process.execPath).subarray(0, 4096))).toBe(null)
})

test.each([
  ['../../etc/passwd', 'passwd', 'passwd'],
  ['C:\\Windows\\system32\\evil.exe', 'evil.exe', 'evil.exe'],
  ['con.txt', 'con.txt', '_con.txt'],
  ['a\u202egnp.exe', 'agnp.exe', 'agnp.exe'],
  ['roof?.png', 'roof?.png', 'roof_.png'],
  ['two\nlines.txt', 'twolines.txt', 'twolines.txt'],
  ['.bashrc', '.bashrc', '_.bashrc'],
  ['', 'file', 'file'],
])('the name %j is shown as %j and saved as %j', (given, shown, saved) => {
  expect(displayName(given)).toBe(shown)
  expect(legalFileName(displayName(given))).toBe(saved)
})

test('a name of 300 signs is shortened and keeps what it ends with', () => {
  const saved = legalFileName(displayName(`${'🧱'.repeat(300)}.png`))
  expect(Buffer.byteLength(saved)).toBeLessThanOrEqual(200)
  expect(legalFileName(`${'x'.repeat(190)}${'y'.repeat(40)}.png`)).toMatch(/^x{190}y+\.png$/)
})
