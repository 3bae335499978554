import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { launch } from './app'
import { command, run, spawnProgram, test } from './storagePlaces'

const dataDir = (folder: string) => `--data-dir=${folder}`

test.describe('two programs', () => {
  test('run side by side on two roots', async ({ place }) => {
    const one = await launch({ root: join(place.folder, 'one'), env: place.env })
    const two = await launch({ root: join(place.folder, 'two'), env: place.env })
    for (const { call, root } of [one, two]) expect((await call('app.info')).root.path).toBe(root)
    await one.quit()
    expect((await two.call('app.storage')).problem).toBeNull()
    await two.quit()
  })

  test('on one root are one: the second ends and the first comes to the front', async ({
    place,
  }) => {
    const root = join(place.folder, 'root')
    const first = await launch({ root, env: place.env })
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    const second = await run(place.env, [dataDir(root)])
    expect(second.code).toBe(0)
    const isVisible = () =>
      first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
    await expect.poll(isVisible).toBe(true)
    const { answer } = await command(place.env, [dataDir(root), 'doctor'])
    const detail = `here by process ${first.app.process().pid}`
    expect(answer.checks).toContainEqual(
      expect.objectContaining({ name: 'lock', ok: true, detail: expect.stringContaining(detail) }),
    )
    await first.quit()
    expect(existsSync(join(root, 'lock.json'))).toBe(false)
  })

  test('of two machines share no root, and the second says who has it', async ({ place }) => {
    const root = join(place.folder, 'root')
    mkdirSync(root)
    const other = {
      token: 'x',
      pid: 7,
      host: 'laptop',
      space: '',
      boot: '',
      processStart: '',
      started: 1,
    }
    writeFileSync(join(root, 'lock.json'), JSON.stringify(other))
    const { code, complaint } = await run(place.env, [dataDir(root)])
    expect(code).toBe(1)
    expect(complaint).toContain('laptop')
    expect(existsSync(join(root, 'profiles', 'default'))).toBe(false)
  })

  test('that follow each other do not mind that the first was killed', async ({ place }) => {
    const root = join(place.folder, 'root')
    const first = await launch({ root, env: place.env })
    await first.kill()
    expect(existsSync(join(root, 'lock.json'))).toBe(true)
    const second = await launch({ root, env: place.env })
    expect((await second.call('app.info')).root.path).toBe(root)
    await second.quit()
  })
})

test('a history that vanished while the program was closed is missed, not begun anew', async ({
  place,
}) => {
  const root = join(place.folder, 'root')
  const first = await launch({ root, env: place.env })
  const [conversationId, id, replyId] = [randomUUID(), randomUUID(), randomUUID()]
  const conversation = {
    id: conversationId,
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
    parameters: null,
  }
  const turn = { conversationId, conversation, parentId: null, id, replyId, text: 'Remember me' }
  await first.call('messages.send', turn)
  await first.quit()
  const database = join(root, 'profiles', 'default', 'keepsake.db')
  rmSync(database)
  const { answer } = await command(place.env, [dataDir(root), 'where'])
  expect(answer).toMatchObject({ database: null, problem: { code: 'database_missing' } })
  const second = await launch({ root, env: place.env })
  const recovery = await second.call('recovery.state')
  expect(recovery?.problem.code).toBe('database_missing')
  expect(recovery?.lastKnown?.conversations).toBe(1)
  await second.quit()
  expect(existsSync(database)).toBe(false)
})

test('settings that were cut off come back from the last good copy', async ({ place }) => {
  const root = join(place.folder, 'root')
  const file = join(root, 'settings.json')
  for (const _ of [1, 2]) await (await launch({ root, env: place.env })).quit()
  const good = JSON.parse(readFileSync(file, 'utf8'))
  expect(good).toMatchObject({ version: 1, activeProfile: 'default' })
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20))
  const keepsake = await launch({ root, env: place.env })
  await keepsake.quit()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    version: 1,
    activeProfile: 'default',
  })
  expect(
    readdirSync(root).filter((name) => name.startsWith('settings.json.damaged-')),
  ).toHaveLength(1)
})

test('a program that is being started waits for nobody', async ({ place }) => {
  const root = join(place.folder, 'root')
  const many = Array.from({ length: 4 }, () => spawnProgram(place.env, [dataDir(root)]))
  const codes: (number | null)[] = []
  for (const child of many) child.once('close', (code) => codes.push(code))
  await expect.poll(() => codes.length, { timeout: 30_000 }).toBe(3)
  expect(codes).toEqual([0, 0, 0])
  for (const child of many) child.kill()
  await expect.poll(() => codes.length, { timeout: 30_000 }).toBe(4)
})
