import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ElectronApplication, expect } from '@playwright/test'
import { CHECKOUT, launch } from './app'
import { canMount, command, listing, noMount, open, portableCopy, run, test } from './storagePlaces'

const dataDir = (folder: string) => `--data-dir=${folder}`

test.describe('a folder that was asked for', () => {
  const names = [
    'missing/with/parents',
    'ünï cödé 日本語 🗝',
    'two  spaces and #hash',
    '100% %20 %2F',
    'quote\' "double" & $(x)',
    ['long', ...Array.from({ length: 6 }, (_, n) => String(n).repeat(60))].join('/'),
  ]
  for (const name of names) {
    test(`is used: ${name.slice(0, 30)}`, async ({ place }) => {
      const folder = join(place.folder, name)
      const { code, answer, complaint } = await command(place.env, [dataDir(folder), 'where'])
      expect(code).toBe(0)
      expect(answer).toMatchObject({
        root: folder,
        kind: 'explicit',
        reason: 'argument',
        fallback: false,
      })
      expect(complaint).toContain(`storage=explicit root=${folder} reason=argument`)
    })
  }

  test('opens a window in a folder of any name, and is there again', async ({ place }) => {
    const folder = join(place.folder, 'ünï #1 100% 日本語')
    const keepsake = await launch({ root: folder, env: place.env })
    expect((await keepsake.call('app.info')).root.path).toBe(folder)
    await keepsake.quit()
    expect(existsSync(join(folder, 'profiles', 'default', 'keepsake.db'))).toBe(true)
    const { answer } = await command(place.env, [dataDir(folder), 'where'])
    expect(answer).toMatchObject({
      root: folder,
      profile: 'default',
      database: { conversations: 0 },
    })
    expect(answer.database.schema).toBeGreaterThan(0)
  })

  test('is named by the environment, and relative to where it was typed', async ({ place }) => {
    const env = { ...place.env, KEEPSAKE_DATA_DIR: 'chats', KEEPSAKE_CWD: place.folder }
    const { answer } = await command(env, ['where'])
    expect(answer).toMatchObject({ root: join(place.folder, 'chats'), reason: 'environment' })
  })

  test('is the real one behind a link', async ({ place }) => {
    mkdirSync(join(place.folder, 'real'))
    symlinkSync(join(place.folder, 'real'), join(place.folder, 'link'))
    const { answer } = await command(place.env, [dataDir(join(place.folder, 'link')), 'where'])
    expect(answer.root).toBe(join(place.folder, 'real'))
  })

  test('that is a file ends the program with 2, in the window as in a command', async ({
    place,
  }) => {
    const file = join(place.folder, 'file')
    writeFileSync(file, 'mine')
    const { code, answer } = await command(place.env, [dataDir(file), 'where'])
    expect(code).toBe(2)
    expect(answer.error).toMatchObject({
      code: 'folder_unusable',
      values: { path: file, reason: 'not_a_folder' },
    })
    const window = await run(place.env, [dataDir(file)])
    expect(window.code).toBe(2)
    expect(window.complaint).toContain(file)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(existsSync(place.appData)).toBe(false)
  })

  test('that is read-only, or full, ends the program with 2', async ({ place }) => {
    test.skip(!canMount, noMount)
    mkdirSync(join(place.folder, 'ro'))
    place.readOnly(join(place.folder, 'ro'))
    const readOnly = await command(place.env, [dataDir(join(place.folder, 'ro', 'x')), 'where'])
    expect(readOnly).toMatchObject({
      code: 2,
      answer: { error: { values: { reason: 'read_only' } } },
    })
    const full = await command(place.env, [dataDir(join(place.small('full', 4), 'x')), 'where'])
    expect(full).toMatchObject({ code: 2, answer: { error: { values: { reason: 'no_space' } } } })
  })
})

test.describe('without one', () => {
  test("the data is in the system's folder for application data", async ({ place }) => {
    const { answer } = await command(place.env, ['where'])
    expect(answer).toMatchObject({ kind: 'app-data', reason: 'default', fallback: false })
    expect(answer.root).toBe(join(place.appData, 'data'))
  })

  test('a marker beside the program makes it portable', async ({ place }) => {
    const { env, data } = portableCopy(place)
    const first = await command(env, ['where'])
    expect(first.answer).toMatchObject({ root: data, kind: 'portable', reason: 'portable_marker' })
    const again = await command(env, ['where'])
    expect(again.answer).toMatchObject({ root: data, reason: 'portable_folder', fallback: false })
  })

  test('a read-only portable folder falls back to app-data, then to a temporary one', async ({
    place,
  }) => {
    test.skip(!canMount, noMount)
    const { env, folder, data } = portableCopy(place)
    place.readOnly(folder)
    const { app, info } = await open(env)
    expect((await info()).root).toMatchObject({
      path: join(place.appData, 'data'),
      kind: 'app-data',
      reason: 'read_only',
      fallback: true,
    })
    await app.close()
    place.readOnly(join(place.folder, 'config'))
    const { answer } = await command(env, ['where'])
    expect(answer).toMatchObject({ kind: 'temporary', reason: 'read_only', fallback: true })
    expect(answer.root).toContain(join(place.folder, 'temp'))
    expect(answer.tried).toMatchObject([
      { path: data, kind: 'portable', reason: 'read_only' },
      { kind: 'app-data', reason: 'read_only' },
    ])
  })

  test('moved data is found, and missed when its disk is not there', async ({ place }) => {
    const moved = join(place.folder, 'big disk')
    const keepsake = await launch({ root: moved, env: place.env })
    await keepsake.quit()
    mkdirSync(place.appData, { recursive: true })
    writeFileSync(join(place.appData, 'location.json'), JSON.stringify({ root: moved }))
    const found = await command(place.env, ['where'])
    expect(found.answer).toMatchObject({
      root: moved,
      kind: 'moved',
      reason: 'pointer',
      fallback: false,
    })
    rmSync(moved, { recursive: true })
    const missed = await command(place.env, ['where'])
    expect(missed.answer).toMatchObject({ kind: 'app-data', reason: 'missing', fallback: true })
    expect(existsSync(moved)).toBe(false)
  })
})

test('a portable run leaves nothing outside its folder', async ({ place }) => {
  const { env, folder, data } = portableCopy(place)
  const before = listing(place.folder, [folder])
  const { app, info } = await open(env)
  expect((await info()).root).toMatchObject({ path: data, kind: 'portable' })
  await greetSecurely(app)
  await app.close()
  await command(env, ['where'])
  // The graphics driver's own cache: its process copies the variables of the moment before ours.
  const driver = join(place.folder, 'cache', 'mesa_shader_cache')
  expect(listing(place.folder, [folder, driver])).toEqual(before)
  expect(readdirSync(folder).toSorted()).toEqual([
    'keepsake-data',
    'keepsake-last-known.json',
    'portable',
  ])
})

// The first secure connection makes Chromium look for the certificates that this machine trusts.
async function greetSecurely(app: ElectronApplication) {
  const pem = readFileSync(join(CHECKOUT, 'tests/fixtures/untrusted.pem'))
  const server = createServer({ key: pem, cert: pem })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const refusal = await app.evaluate(
    ({ net }, address) => net.fetch(address).then(String, String),
    `https://127.0.0.1:${port}/`,
  )
  expect(refusal).toContain('ERR_CERT')
  server.close()
}

test('an unknown command ends with 2 and touches nothing', async ({ place }) => {
  const { code, answer } = await command(place.env, ['fly'])
  expect(code).toBe(2)
  expect(answer.error.code).toBe('bad_input')
  expect(existsSync(place.appData)).toBe(false)
})
