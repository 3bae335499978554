import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { toFailure } from '../../src-main/errors'
import { type Cipher, openKeys } from '../../src-main/storage/keys'

const SECRET = 'sk-TEST-NEEDLE-0123456789'
const ONE = '0190a000-0000-7000-8000-000000000001'
const TWO = '0190a000-0000-7000-8000-000000000002'

let file: string
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys.json')
})

/** A key store that belongs to one machine: another one's cannot open what it wrote. */
function machine(name: string, available = true): Cipher {
  return {
    available: async () => available,
    backend: () => name,
    encrypt: async (text) => Buffer.from(`${name}:${[...text].reverse().join('')}`),
    decrypt: async (bytes) => {
      const [owner, text = ''] = bytes.toString().split(':')
      if (owner !== name) throw new Error(`cannot decrypt ${bytes.toString()}`)
      return [...text].reverse().join('')
    },
  }
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toFailure)

test('a key is there again after a restart, and its file does not show it', async () => {
  await openKeys(file, machine('a')).save(ONE, SECRET, { allowPlain: false })
  const keys = openKeys(file, machine('a'))
  expect(await keys.read(ONE)).toBe(SECRET)
  expect(await keys.state(ONE)).toBe('stored')
  expect(await readFile(file, 'utf8')).not.toContain(SECRET)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(file, '..'))).toEqual(['keys.json'])
})

test('without a key store nothing is written until that is allowed', async () => {
  const keys = openKeys(file, machine('basic_text', false))
  expect(await failureOf(keys.save(ONE, SECRET, { allowPlain: false }))).toEqual({
    code: 'key_store_missing',
    values: { backend: 'basic_text' },
  })
  expect(await readdir(join(file, '..'))).toEqual([])
  await keys.save(ONE, SECRET, { allowPlain: true })
  expect(await keys.state(ONE)).toBe('stored_plain')
  expect(await openKeys(file, machine('b')).read(ONE)).toBe(SECRET)
})

test('a key that is replaced where there is a key store is no longer in clear', async () => {
  await openKeys(file, machine('basic_text', false)).save(ONE, SECRET, { allowPlain: true })
  const keys = openKeys(file, machine('a'))
  await keys.save(ONE, SECRET, { allowPlain: true })
  expect(await keys.state(ONE)).toBe('stored')
  expect(await readFile(file, 'utf8')).not.toContain(Buffer.from(SECRET).toString('base64'))
})

test('a key for this session is never written', async () => {
  const keys = openKeys(file, machine('a', false))
  await keys.save(ONE, SECRET, { allowPlain: false, session: true })
  expect(await keys.read(ONE)).toBe(SECRET)
  expect(await keys.state(ONE)).toBe('session')
  expect(await readdir(join(file, '..'))).toEqual([])
  expect(await openKeys(file, machine('a')).state(ONE)).toBe('enter_again')
})

test('a key for this session takes the place of a stored one', async () => {
  const keys = openKeys(file, machine('a'))
  await keys.save(ONE, SECRET, { allowPlain: false })
  await keys.save(ONE, 'other', { allowPlain: false, session: true })
  expect(await keys.read(ONE)).toBe('other')
  expect(await openKeys(file, machine('a')).state(ONE)).toBe('enter_again')
})

test("another machine's key has to be entered again, and is kept", async () => {
  await openKeys(file, machine('a')).save(ONE, SECRET, { allowPlain: false })
  const before = await readFile(file, 'utf8')
  const keys = openKeys(file, machine('b'))
  expect(await keys.state(ONE)).toBe('enter_again')
  const failure = await failureOf(keys.read(ONE))
  expect(failure).toEqual({ code: 'key_unreadable', values: { backend: 'a' } })
  expect(await readFile(file, 'utf8')).toBe(before)
  expect(await openKeys(file, machine('a')).read(ONE)).toBe(SECRET)
})

test.each([
  [''],
  ['{"version":1'],
  ['{"version":1,"keys":{"x":{"store":"system"}}}'],
  ['[]'],
  ['\0\0\0\0'],
])(
  'a damaged file (%j) is kept under another name, and its keys are asked for again',
  async (text) => {
    await writeFile(file, text)
    const keys = openKeys(file, machine('a'))
    expect(await keys.state(ONE)).toBe('enter_again')
    const [kept = ''] = await readdir(join(file, '..'))
    expect(kept).toMatch(/^keys\.json\.damaged-\d+$/)
    expect(await readFile(join(file, '..', kept), 'utf8')).toBe(text)
    await keys.save(ONE, SECRET, { allowPlain: false })
    expect(await openKeys(file, machine('a')).read(ONE)).toBe(SECRET)
  },
)

test('keys that are saved at the same time are all saved', async () => {
  const keys = openKeys(file, machine('a'))
  await Promise.all([
    keys.save(ONE, `${SECRET}1`, { allowPlain: false }),
    keys.save(TWO, `${SECRET}2`, { allowPlain: false }),
  ])
  const again = openKeys(file, machine('a'))
  expect([await again.read(ONE), await again.read(TWO)]).toEqual([`${SECRET}1`, `${SECRET}2`])
})

test('a removed key is gone from the file, and the others stay', async () => {
  const keys = openKeys(file, machine('a'))
  await keys.save(ONE, SECRET, { allowPlain: false })
  await keys.save(TWO, SECRET, { allowPlain: false })
  await keys.remove(ONE)
  await keys.remove(ONE)
  expect(await keys.state(ONE)).toBe('enter_again')
  expect(await failureOf(keys.read(ONE))).toEqual({ code: 'key_unreadable' })
  expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).keys)).toEqual([TWO])
})

test.skipIf(process.getuid?.() === 0)(
  'a file that may not be read is not taken for a damaged one',
  async () => {
    const keys = openKeys(file, machine('a'))
    await keys.save(ONE, SECRET, { allowPlain: false })
    await chmod(file, 0)
    expect((await failureOf(keys.save(TWO, SECRET, { allowPlain: false })))?.code).toBe(
      'disk_error',
    )
    await chmod(file, 0o600)
    expect(await keys.read(ONE)).toBe(SECRET)
  },
)

test('a folder in the place of the file stops keys and nothing else', async () => {
  const folder = join(file, '..')
  const keys = openKeys(folder, machine('a'))
  expect(await keys.state(ONE)).toBe('enter_again')
  expect((await failureOf(keys.read(ONE)))?.code).toBe('disk_error')
  expect((await failureOf(keys.save(ONE, SECRET, { allowPlain: true })))?.code).toBe('disk_error')
})
