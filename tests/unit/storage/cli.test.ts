import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import { lastKnownFile, remember } from '../../../src-main/storage/lastKnown'
import { openLayout, paths } from '../../../src-main/storage/layout'
import { acquireLock } from '../../../src-main/storage/lock'
import { makeHistory, migrations, run } from './commandLine'
import { temporaryFolder } from './disk'

test('where says the root, why it is that one, and what is in it', async () => {
  const folder = temporaryFolder()
  const fresh = await run(folder, 'where')
  expect(fresh).toMatchObject({
    code: 0,
    output: {
      root: folder,
      kind: 'explicit',
      reason: 'argument',
      profile: 'default',
      database: null,
    },
  })
  expect(fresh.output).not.toHaveProperty('problem')
  makeHistory(folder)
  const { code, output, progress } = await run(folder, '--data-dir=/x where')
  expect(code).toBe(0)
  const database = { schema: migrations.length, conversations: 0, messages: 0 }
  expect(output).toMatchObject({ database })
  expect(progress).toEqual([`storage=explicit root=${folder} reason=argument`])
})

test('where tells a history that is gone from one that never was', async () => {
  const folder = temporaryFolder()
  const known = { databaseId: 'database-1', conversations: 412, messages: 9000, at: 1 }
  const file = lastKnownFile({ path: folder, kind: 'explicit' }, join(folder, 'app-data'))
  await remember(file, folder, 'default', known)
  const gone = await run(folder, 'where')
  expect(gone.output).toMatchObject({ database: null, problem: { code: 'database_missing' } })
  const database = makeHistory(folder)
  expect((await run(folder, 'where')).output).toMatchObject({
    problem: { code: 'database_missing' },
  })
  writeFileSync(database, 'not a database at all')
  expect((await run(folder, 'where')).output).toMatchObject({
    problem: { code: 'database_damaged' },
  })
})

test('doctor finds a healthy history healthy', async () => {
  const folder = temporaryFolder()
  makeHistory(folder)
  const { code, output } = await run(folder, 'doctor')
  expect(output).toMatchObject({ ok: true })
  expect(output.checks.map(({ name }: { name: string }) => name)).toEqual([
    'first_choice',
    'writable',
    'lock',
    'database',
    'integrity',
    'references',
    'search_index',
    'message_counts',
    'parents',
    'open_branches',
    'unfinished',
    'counts',
    'attachments',
  ])
  expect(code).toBe(0)
})

test('doctor names who has the root open, and that a missing history is wrong', async () => {
  const folder = temporaryFolder()
  openLayout(folder, 1)
  const lock = acquireLock(paths(folder, 'default').lock, Date.now(), () => {})
  const healthy = await run(folder, 'doctor')
  lock.release()
  expect(healthy.code).toBe(0)
  const detail = expect.stringContaining(`process ${process.pid}`)
  expect(healthy.output.checks).toContainEqual({ name: 'lock', ok: true, detail })
  const file = lastKnownFile({ path: folder, kind: 'explicit' }, join(folder, 'app-data'))
  const known = { databaseId: 'x', conversations: 1, messages: 1, at: 1 }
  await remember(file, folder, 'default', known)
  const { code, output } = await run(folder, 'doctor')
  expect(code).toBe(1)
  expect(output).toMatchObject({ ok: false })
})

test('doctor finds a damaged page and leaves the file as it was', async () => {
  const folder = temporaryFolder()
  const database = makeHistory(folder)
  const handle = openSync(database, 'r+')
  writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, 4096 * 4)
  closeSync(handle)
  const before = readFileSync(database)
  const { code, output } = await run(folder, 'doctor')
  expect(code).toBe(1)
  expect(output.ok).toBe(false)
  expect(readFileSync(database).equals(before)).toBe(true)
})

test('a command line that is not understood touches nothing and exits with 2', async () => {
  const folder = temporaryFolder()
  const resolveRoot = () => {
    throw new Error('a folder was touched')
  }
  for (const line of [
    '',
    'import',
    'where --wrong',
    'where too much',
    'constructor',
    '--data-dir /x',
  ]) {
    const { code, output } = await run(folder, line, { resolveRoot })
    expect(code).toBe(2)
    expect(output).toEqual({
      error: { code: 'bad_input', message: expect.stringContaining('--help') },
    })
  }
  expect(await run(folder, '--version', { resolveRoot })).toMatchObject({
    code: 0,
    output: { version: '1.2.3' },
  })
  const help = await run(folder, '--help', { resolveRoot })
  expect(help).toMatchObject({
    code: 0,
    output: {
      commands: expect.arrayContaining([
        expect.objectContaining({ command: 'where' }),
        expect.objectContaining({ command: 'doctor' }),
      ]),
    },
  })
})

test('a folder that was asked for and cannot be used exits with 2, any other failure with 1', async () => {
  const folder = temporaryFolder()
  const unusable = await run(folder, 'where', {
    resolveRoot: () => {
      throw new AppError('folder_unusable', '/x: read_only', { path: '/x', reason: 'read_only' })
    },
  })
  expect(unusable.code).toBe(2)
  expect(unusable.output.error).toEqual({
    code: 'folder_unusable',
    message: 'Sentence for folder_unusable.',
    detail: '/x: read_only',
    values: { path: '/x', reason: 'read_only' },
  })
  const broken = await run(folder, 'where', {
    resolveRoot: () => {
      throw new Error('a bug')
    },
  })
  expect(broken).toMatchObject({ code: 1, output: { error: { code: 'internal' } } })
})
