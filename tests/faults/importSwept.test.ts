import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../unit/bundle'
import { temporaryFolder } from '../unit/world'
import { CHECKOUT } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace } from './trace'

/** All by which an import changes the disk. */
const CALLS = ['rename', 'unlink', 'fsync', 'fdatasync', 'pwrite64', 'ftruncate']
const CHATS = 40
const ALL_OR_NONE = /^all (1|41)$/
const MESSAGES = 60

/** Enough conversations for several transactions, one with a file in each. */
function writeExport(file: string): void {
  const trees = Array.from({ length: CHATS }, (_, chat) => ({
    conv: { id: `chat-${chat}`, name: `Chat ${chat}`, currNode: `${MESSAGES - 1}` },
    messages: Array.from({ length: MESSAGES }, (_, n) => ({
      id: `${n}`,
      type: 'text',
      role: n % 2 ? 'assistant' : 'user',
      parent: n ? `${n - 1}` : null,
      timestamp: 1767225600000 + n,
      content: `Words ${chat} and ${n}, `.repeat(10),
      extra: n === 0 ? [{ type: 'textFile', name: 'a.txt', content: `file of ${chat}` }] : [],
    })),
  }))
  writeFileSync(file, JSON.stringify(trees))
}

test.skipIf(!canTrace)(
  `F3 an import killed at any change of the disk leaves whole conversations, and after the next start all of them or none${byTrace}`,
  async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'export.json')
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/import.ts'))
    onTestFinished(script.remove)
    const world = join(folder, 'world')
    cpSync(join(CHECKOUT, 'tests/fixtures/import/librechat'), world, { recursive: true })
    const first = run(script.file, world, join(world, 'tokyo-flat-no-branches.json'))
    expect(first.status).toBe(0)
    writeExport(file)
    const outcomes = new Set<string>()
    let kills = 0
    for (const [call, count] of callsOf(script.file, cloneOf(world), file)) {
      const step = Math.max(1, Math.ceil(count / (isLong ? 100 : 2)))
      for (let n = 1; n <= count; n += step) {
        const clone = cloneOf(world)
        run(script.file, clone, file, ['-e', `inject=${call}:signal=SIGKILL:when=${n}`])
        outcomes.add(found(clone))
        kills += 1
        run(script.file, clone, file, undefined, 'start')
        expect([call, n, found(clone)]).toEqual([call, n, expect.stringMatching(ALL_OR_NONE)])
        const { status, stdout } = run(script.file, clone, file)
        expect([call, n, status]).toEqual([call, n, 0])
        expect(JSON.parse(stdout)).toMatchObject({ total: CHATS, updated: 0 })
        expect(found(clone)).toBe(`all ${CHATS + 1}`)
        rmSync(clone, { recursive: true })
      }
    }
    expect(outcomes).toContain('all 1')
    expect([...outcomes].filter((outcome) => !outcome.startsWith('all '))).toEqual([])
    figure('F3 imports killed at changes of the disk, all or none after a start', `${kills}`)
  },
  600_000,
)

let clones = 0
function cloneOf(world: string) {
  const clone = `${world}-${(clones += 1)}`
  cpSync(world, clone, { recursive: true })
  return clone
}

function run(script: string, folder: string, file: string, inject?: string[], what = 'import') {
  const command = [process.execPath, script, what, folder, file]
  const trace = ['-f', '-qq', '-o', join(folder, 'trace'), '-e', `trace=${CALLS.join(',')}`]
  const traced = inject ? ['strace', ...trace, ...inject, ...command] : command
  const [program = '', ...args] = traced
  return spawnSync(program, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
}

function callsOf(script: string, folder: string, file: string): Map<string, number> {
  const { status, stderr } = run(script, folder, file, [])
  if (status !== 0) throw new Error(stderr)
  const counts = new Map<string, number>()
  for (const line of readFileSync(join(folder, 'trace'), 'utf8').split('\n')) {
    const call = /^\d+ +(\w+)\(/.exec(line)?.[1]
    if (call) counts.set(call, (counts.get(call) ?? 0) + 1)
  }
  return counts
}

/** `all` and how many conversations there are, or what is wrong with one. */
function found(folder: string): string {
  const client = new Database(join(folder, 'keepsake.db'), { readonly: true })
  try {
    const problem = client.pragma('integrity_check', { simple: true })
    if (problem !== 'ok') return String(problem)
    const rows = client
      .prepare(
        `SELECT title, count(*) AS messages, count(entry.place) AS indexed
         FROM messages JOIN conversations ON conversations.id = conversation_id
         LEFT JOIN search_entries AS entry ON entry.message = messages.seq
         GROUP BY conversations.id`,
      )
      .all() as { title: string; messages: number; indexed: number }[]
    const isFillDue = client.prepare(`SELECT 1 FROM search_tasks WHERE name = 'fill'`).get()
    const odd = rows.find(({ title, messages, indexed }) => {
      const expected = title.startsWith('Chat') ? MESSAGES : 4
      return messages !== expected || (indexed !== expected && !isFillDue)
    })
    if (odd) return `${odd.title} has ${odd.messages} messages, ${odd.indexed} of them indexed`
    const files = client.prepare('SELECT sha256 FROM attachments').pluck().all() as string[]
    if (files.some((sha256) => contentHash(folder, sha256) !== sha256)) return 'a file is missing'
    if (rows.length > 1 && !isCopied(folder)) return 'written before it was copied'
    return `all ${rows.length}`
  } finally {
    client.close()
  }
}

function contentHash(folder: string, sha256: string): string | null {
  const file = join(folder, 'attachments', sha256.slice(0, 2), sha256)
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null
}

function isCopied(folder: string): boolean {
  const backups = join(folder, 'backups')
  return existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.db'))
}
