import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CliHost, runCli } from '../../../src-main/cli/cli'
import { paths } from '../../../src-main/storage/layout'
import { acquireLock } from '../../../src-main/storage/lock'
import { describeFailure, text } from '../../../src-main/text'
import { SKIP_REASONS } from '@contract/values'
import { temporaryFolder } from '../world'
import { surroundings } from '../storage/commandLine'
import { fixtures } from './importing'

const FILE = join(fixtures, 'llamacpp-webui-json/all_conversations_2026-01-01.json')

async function run(folder: string, ...args: string[]) {
  let printed = ''
  const host: CliHost = {
    argv: ['keepsake', '--cli', ...args],
    version: '1.2.3',
    appDataDir: join(folder, 'app-data'),
    now: () => Date.now(),
    resolveRoot: () => ({
      path: folder,
      kind: 'explicit',
      reason: 'argument',
      fallback: false,
      warnings: [],
      tried: [],
    }),
    ...surroundings(folder),
    say: text,
    explain: describeFailure,
    progress: () => undefined,
    print: async (output) => {
      printed += output
    },
  }
  const code = await runCli(host)
  return { code, output: JSON.parse(printed) }
}

test('the command line imports a file into a new folder, and says so the second time', async () => {
  const folder = temporaryFolder()
  const { code, output } = await run(folder, 'import', FILE)
  expect(code).toBe(0)
  expect(output).toMatchObject({
    format: 'llamacpp',
    imported: 3,
    updated: 0,
    skipped: [],
    total: 3,
  })
  const { output: found } = await run(folder, 'search', 'ownership')
  expect(found).toMatchObject({ incomplete: false })
  expect(found.hits).not.toEqual([])
  const again = await run(folder, 'import', FILE)
  expect(again).toMatchObject({ code: 0, output: { imported: 0, total: 3 } })
  const reasons = again.output.skipped.map(({ reason }: { reason: string }) => reason)
  expect(reasons).toEqual(['Already exists', 'Already exists', 'Already exists'])
  const { output: where } = await run(folder, 'where')
  expect(where.database).toMatchObject({ conversations: 3 })
  expect(existsSync(paths(folder, 'default').lock)).toBe(false)
})

test('a trial run says the same and makes nothing, not even a folder', async () => {
  const folder = temporaryFolder()
  const tried = await run(folder, 'import', FILE, '--dry-run')
  expect(tried).toMatchObject({ code: 0, output: { imported: 3, total: 3 } })
  expect(existsSync(paths(folder, 'default').database)).toBe(false)
  expect(existsSync(join(folder, 'root.json'))).toBe(false)
  await run(folder, 'import', FILE)
  const before = readFileSync(paths(folder, 'default').database)
  expect(await run(folder, 'import', FILE, '--dry-run')).toMatchObject({ output: { imported: 0 } })
  expect(readFileSync(paths(folder, 'default').database).equals(before)).toBe(true)
})

test('what is no export fails with a sentence; what is not there is bad usage', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'letter.txt')
  writeFileSync(file, 'Dear Anna')
  const unknown = await run(folder, 'import', file)
  expect(unknown).toMatchObject({ code: 1, output: { error: { code: 'import_unknown_format' } } })
  expect(unknown.output.error.message).toContain('Keepsake does not know what is in this file.')
  expect(await run(folder, 'import', join(folder, 'gone'))).toMatchObject({ code: 2 })
  expect(await run(folder, 'import')).toMatchObject({ code: 2 })
})

test('while a window has the folder open nothing is imported behind its back', async () => {
  const folder = temporaryFolder()
  await run(folder, 'import', FILE)
  const lock = acquireLock(paths(folder, 'default').lock, Date.now(), () => undefined)
  const { code, output } = await run(folder, 'import', FILE)
  lock.release()
  expect({ code, error: output.error.code }).toEqual({ code: 1, error: 'root_locked' })
})

test('every reason for which something is left out has its words', () => {
  const words = SKIP_REASONS.map((reason) => text(`imports:${reason}`))
  expect(words.filter((each, index) => each === SKIP_REASONS[index])).toEqual([])
  expect(words).toContain('Already exists')
})
