import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Figure, Outcome } from './figures'
import type { World } from './world'
import { paths } from '../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../src-main/storage/profiles'

const CHILD = new URL('./backupChild.ts', import.meta.url)
const MEGABYTE = 2 ** 20
const LEAST = 0.5

export interface Done {
  seconds: number
  /** Megabytes that the process had at most. */
  peak: number
}

/** A backup of a large store, its verification and its restore, against copying the files. */
export async function measureBackup(world: World, messages: number): Promise<Outcome> {
  const place = paths(await world.kept(messages), DEFAULT_PROFILE)
  const folder = join(world.folder, 'backup')
  mkdirSync(folder)
  const file = join(folder, 'made.keepsake')
  const megabytes = sizeOf(place.profile) / MEGABYTE
  try {
    const copied = copy(place.profile, join(folder, 'copied'))
    rmSync(join(folder, 'copied'), { recursive: true })
    const made = await run('make', place.root, file)
    const packed = statSync(file).size / MEGABYTE
    const verified = await run('verify', place.root, file)
    const restored = await run('restore', join(folder, 'restored'), file)
    const line = (what: string, { seconds, peak }: Done): Figure[] => [
      {
        what: `backup of ${megabytes.toFixed(0)} MB, ${what}`,
        value: megabytes / seconds,
        unit: 'MB/s',
        against: { what: 'copying', ratio: copied / seconds },
        least: LEAST,
        note: `${seconds.toFixed(0)} s`,
      },
      { what: '    memory of the process, at most', value: peak, unit: 'MB' },
    ]
    return {
      raw: { megabytes, packed, copied, made, verified, restored },
      figures: [
        { what: 'its files copied and synced', value: megabytes / copied, unit: 'MB/s' },
        ...line(`made, ${packed.toFixed(0)} MB`, made),
        ...line('verified', verified),
        ...line('restored', restored),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds that it takes to copy a folder and to have all of it on the disk. */
function copy(from: string, to: string): number {
  const started = performance.now()
  cpSync(from, to, { recursive: true })
  for (const file of filesIn(to)) {
    const handle = openSync(file, 'r+')
    fsyncSync(handle)
    closeSync(handle)
  }
  return (performance.now() - started) / 1000
}

/** In a process of its own, whose memory is that of the work. */
async function run(what: string, root: string, file: string): Promise<Done> {
  const args = [...process.execArgv, CHILD.pathname, what, root, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => child.kill())
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`${what} ended with ${code}`)
  return JSON.parse(said) as Done
}

function sizeOf(folder: string): number {
  return filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0)
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
