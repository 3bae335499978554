import { spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../unit/bundle'
import { temporaryFolder } from '../unit/world'
import { CHECKOUT } from './program'

const MEGABYTE = 1024 * 1024

/** A list of conversations as ChatGPT exports it, about as many megabytes as asked for. */
function writeExport(file: string, megabytes: number): number {
  const handle = openSync(file, 'w')
  const line = 'A sentence of an answer that is neither short nor long.'
  const chat = (n: number) => {
    const mapping = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => {
        const author = { role: at % 2 ? 'assistant' : 'user' }
        const content = { content_type: 'text', parts: [`${n} ${at} ${line}`] }
        const message = { id: `${at}`, author, content, recipient: 'all' }
        return [`${at}`, { id: `${at}`, parent: at ? `${at - 1}` : null, children: [], message }]
      }),
    )
    return JSON.stringify({ title: `Chat ${n}`, mapping, conversation_id: `chat-${n}` })
  }
  const count = Math.ceil((megabytes * MEGABYTE) / chat(0).length)
  writeSync(handle, '[')
  for (let n = 0; n < count; n += 1) writeSync(handle, `${n ? ',' : ''}${chat(n)}`)
  writeSync(handle, ']')
  closeSync(handle)
  return count
}

test('a file ten times as large takes no more memory to read, and as little to import', async () => {
  const script = await bundle(join(CHECKOUT, 'tests/faults/child/import.ts'))
  onTestFinished(script.remove)
  const folder = temporaryFolder()
  const measure = (what: 'try' | 'import', megabytes: number) => {
    const file = join(folder, 'large.json')
    const count = writeExport(file, megabytes)
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script.file, what, join(folder, `${what}-${megabytes}`), file],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ imported: count, total: count })
    return report.grown / MEGABYTE
  }
  const small = measure('try', 20)
  expect(measure('try', 200)).toBeLessThan(2 * small + 50)
  expect(measure('import', 5)).toBeLessThan(2 * small + 100)
})
