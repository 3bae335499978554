import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../../../src-main/cli/cli'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { openLayout, paths } from '../../../src-main/storage/layout'
import { migrations, newId, temporaryFolder } from '../world'
import { surroundings } from '../storage/commandLine'
import { richChat } from './history'

/** A data root with one chat, a folder for files, and the program's command line over them. */
function commandLine() {
  const folder = temporaryFolder()
  const files = join(folder, 'files')
  mkdirSync(files)
  openLayout(folder, 1)
  const { database, backups } = paths(folder, 'default')
  mkdirSync(dirname(database), { recursive: true })
  const db = openWritable(database, { migrations, copiesFolder: backups, now: 1 })
  ensureDefaults(db, 'database-1', 1)
  const { chat } = richChat(db)
  closeDatabase(db)
  const kind = 'explicit' as const
  const root = {
    path: folder,
    kind,
    reason: 'argument' as const,
    fallback: false,
    warnings: [],
    tried: [],
  }
  async function run(...line: string[]) {
    let printed = ''
    const progress: string[] = []
    const code = await runCli({
      argv: ['keepsake', '--cli', 'export', ...line],
      version: '1',
      appDataDir: folder,
      now: () => 1,
      resolveRoot: () => root,
      ...surroundings(folder),
      explain: ({ code }) => code,
      progress: (text) => progress.push(text),
      print: async (text) => {
        printed += text
      },
    })
    return { code, output: JSON.parse(printed), progress }
  }
  return { run, chat, files, file: (name: string) => join(files, name) }
}

test.for(['json', 'llamacpp', 'litechat', 'markdown', 'html'])(
  'all chats are exported as %s',
  async (format) => {
    const { run, file } = commandLine()
    const out = file('all')
    const { code, output, progress } = await run('--all', `--format=${format}`, `--out=${out}`)
    expect(code).toBe(0)
    const bytes = readFileSync(out).length
    expect(output).toMatchObject({ file: out, format, conversations: 1, messages: 4, bytes })
    expect(output.leftOut).toContainEqual({ what: 'messages', reason: 'deleted', count: 1 })
    expect(progress).toEqual(['0 of 1 conversations', '1 of 1 conversations'])
  },
)

test('one chat is exported, all of it or only what is shown', async () => {
  const { run, chat, file } = commandLine()
  const line = [`--conversation=${chat}`, '--format=markdown', `--out=${file('one.md')}`]
  expect((await run(...line, '--branches=shown')).output).toMatchObject({ messages: 3 })
  expect((await run(...line)).output).toMatchObject({ messages: 4 })
})

test('what is not understood exits with 2 in words, and nothing is written', async () => {
  const { run, chat, files, file } = commandLine()
  const out = `--out=${file('x')}`
  const wrong: [RegExp, string[]][] = [
    [/docx.*not built.*json, llamacpp, litechat/, ['--all', '--format=docx', out]],
    [/printed by a window.*html/, ['--all', '--format=pdf', out]],
    [/belong to --all --format=litechat/, ['--all', '--format=json', '--only=agents', out]],
    [/belong to --all/, [`--conversation=${chat}`, '--format=litechat', '--with-keys', out]],
    [/--format=<format> is missing/, ['--all', out]],
    [/--out=<file> is missing/, ['--all', '--format=json']],
    [/is a folder/, ['--all', '--format=json', `--out=${files}`]],
    [/One of --all/, ['--format=json', out]],
    [/One of --all/, ['--all', `--conversation=${chat}`, '--format=json', out]],
    [/--branches is/, ['--all', '--format=html', '--branches=both', out]],
  ]
  for (const [words, line] of wrong) {
    const { code, output } = await run(...line)
    expect(output.error.message).toMatch(words)
    expect(code).toBe(2)
  }
  expect(readdirSync(files)).toEqual([])
})

test('a chat that is not there, and a place that cannot be written, exit with 1', async () => {
  const { run, file } = commandLine()
  const missing = await run(`--conversation=${newId()}`, '--format=json', `--out=${file('x')}`)
  expect(missing).toMatchObject({ code: 1, output: { error: { code: 'not_found' } } })
  const nowhere = await run('--all', '--format=json', `--out=${file('no/where/x')}`)
  expect(nowhere).toMatchObject({ code: 1, output: { error: { code: 'file_refused' } } })
})
