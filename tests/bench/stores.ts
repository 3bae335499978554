import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { EXPORT_VERSION, writeChatgptExport } from './generate/chatgpt'
import { CONTENT_VERSION } from './generate/write'

const MAKER = new URL('./generate/main.ts', import.meta.url)

export interface Size {
  conversations: number
  messages: number
  /** Messages of the one chat that is far longer than all others. */
  longest: number
}

/**
 * A generated store of this size, made when it is not there yet. The folder's name says what is in it, and
 * it gets that name when it is complete.
 */
export async function keptStore(checkout: string, size: Size): Promise<string> {
  const kept = keptIn(checkout)
  const { conversations, messages, longest } = size
  const schema = readdirSync(join(checkout, 'migrations')).filter((name) => name.endsWith('.sql'))
  const version = `v${CONTENT_VERSION}-schema${schema.length}`
  const root = join(kept, `${version}-${conversations}-${messages}-${longest}`)
  if (existsSync(root)) return root
  mkdirSync(kept, { recursive: true })
  const making = `${root}.making`
  rmSync(making, { recursive: true, force: true })
  console.error(`Making a store of ${messages} messages, which is kept for the next time …`)
  await generate(checkout, making, size)
  renameSync(making, root)
  return root
}

/** The same for an export of another program, of about so many bytes. */
export async function keptExport(checkout: string, bytes: number): Promise<string> {
  const file = join(keptIn(checkout), `chatgpt-v${EXPORT_VERSION}-${bytes}.json`)
  if (existsSync(file)) return file
  mkdirSync(keptIn(checkout), { recursive: true })
  console.error(`Making an export of ${bytes} bytes, which is kept for the next time …`)
  await writeChatgptExport(`${file}.making`, bytes)
  renameSync(`${file}.making`, file)
  return file
}

/** The same for what pages of a browser keep of so many messages; `fill` is told the folder. */
export async function keptPages(
  checkout: string,
  messages: number,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(keptIn(checkout), `pages-v${CONTENT_VERSION}-${messages}`)
  if (existsSync(folder)) return folder
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  console.error(`Putting ${messages} messages into IndexedDB, which is kept for the next time …`)
  await fill(making)
  renameSync(making, folder)
  return folder
}

function keptIn(checkout: string): string {
  return join(checkout, 'node_modules/.cache/keepsake-bench')
}

/** Writes a store in a process of its own. */
async function generate(checkout: string, root: string, size: Size): Promise<void> {
  const wanted = Object.entries(size).map(([name, value]) => `--${name}=${value}`)
  const maker = spawn(
    process.execPath,
    [...process.execArgv, MAKER.pathname, `--out=${root}`, ...wanted],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: checkout },
  )
  process.on('exit', () => maker.kill())
  const [code] = (await once(maker, 'exit')) as [number]
  if (code !== 0) throw new Error(`The store could not be generated (${code}).`)
}
