import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeys } from '../../../src-main/storage/keys'
import { run } from '../storage/commandLine'
import { temporaryFolder } from '../world'
import { fixtures } from './importing'

const FULL = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')
const AGENTS = join(fixtures, 'litechat/litechat_agents_2026-01-01_00-01-30.json')

const cipher = {
  available: () => Promise.resolve(true),
  backend: () => 'test',
  encrypt: (text: string) => Promise.resolve(Buffer.from(`sealed ${text}`)),
  decrypt: (bytes: Buffer) => Promise.resolve(bytes.toString().replace('sealed ', '')),
}

function commandLine() {
  const folder = temporaryFolder()
  const more = {
    openKeys: (file: string) => Promise.resolve(openKeys(file, cipher)),
    now: () => Date.UTC(2026, 7, 1),
  }
  return {
    file: (name: string) => join(folder, name),
    cli: (...line: string[]) => run(join(folder, 'root'), line, more),
  }
}

const parsed = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

test('a configuration goes in and out by its switches', async () => {
  const { cli, file } = commandLine()
  const some = await cli('import', FULL, '--only=rules,agents')
  expect(some).toMatchObject({ code: 0, output: { imported: 0, format: 'litechat' } })
  expect(some.output.entries).toHaveLength(2 + 3 + 3 + 3)
  expect(some.output.skipped).toContainEqual({
    what: 'mods: Hello mod',
    reason: 'Text for imports:not_chosen.',
  })
  const rest = await cli('import', FULL)
  expect(rest.output).toMatchObject({ imported: 4, total: some.output.total })
  const out = file('agents.json')
  const line = ['export', '--all', '--format=litechat', `--out=${out}`]
  expect(await cli(...line, '--only=agents')).toMatchObject({ code: 0, output: { entries: 3 } })
  expect(Object.keys(parsed(out))).toEqual(Object.keys(parsed(AGENTS)))
  expect(parsed(out).agents.map(({ name }: { name: string }) => name)).toEqual(
    parsed(AGENTS).agents.map(({ name }: { name: string }) => name),
  )
  for (const wrong of ['--only=nothing', '--only=attachments']) {
    expect(await cli(...line, wrong)).toMatchObject({ code: 2 })
    expect(await cli('import', FULL, wrong)).toMatchObject({ code: 2 })
  }
})

test('keys go in and out only when that is said', async () => {
  const { cli, file } = commandLine()
  const line = ['export', '--all', '--format=litechat', `--out=${file('all.json')}`]
  await cli('import', FULL)
  await cli(...line, '--with-keys')
  expect(parsed(file('all.json')).apiKeys).toEqual([])
  expect((await cli('import', FULL, '--with-keys')).output.entries).toHaveLength(1)
  const without = await cli(...line)
  expect(without.output.leftOut).toContainEqual({ what: 'keys', reason: 'secret', count: 1 })
  expect(parsed(file('all.json')).apiKeys).toEqual([])
  await cli(...line, '--with-keys')
  expect(parsed(file('all.json')).apiKeys).toMatchObject([
    { name: 'OpenRouter', value: 'sk-or-SAMPLE-NOT-A-KEY' },
  ])
})
