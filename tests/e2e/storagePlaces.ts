import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { _electron, test as base } from '@playwright/test'
import { CHECKOUT, electronBinary, sandboxSwitch, withoutElectronNode } from './app'

/** A machine of its own in a folder: home, app-data and temporary folders lie in it. */
export interface Place {
  folder: string
  env: Record<string, string>
  /** The program's folder in the system's place for application data. */
  appData: string
  /** A disk of so many megabytes at this name. */
  small(name: string, megabytes: number): string
  /** Makes a folder read-only from here on. */
  readOnly(path: string): void
}

export interface Ended {
  code: number | null
  output: string
  complaint: string
}

export const test = base.extend<{ place: Place }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  place: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-place-'))
    const mounted: string[] = []
    const mount = (...args: string[]) => {
      execFileSync('mount', args)
      mounted.push(args.at(-1) ?? '')
    }
    for (const name of ['home', 'config', 'cache', 'share', 'temp']) mkdirSync(join(folder, name))
    await use({
      folder,
      appData: join(folder, 'config', 'Keepsake'),
      env: {
        HOME: join(folder, 'home'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        XDG_DATA_HOME: join(folder, 'share'),
        TMPDIR: join(folder, 'temp'),
      },
      small(name, megabytes) {
        mkdirSync(join(folder, name))
        mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', join(folder, name))
        return join(folder, name)
      },
      readOnly(path) {
        mount('--bind', path, path)
        execFileSync('mount', ['-o', 'remount,ro,bind', path])
      },
    })
    for (const path of mounted.toReversed()) execFileSync('umount', ['-l', path])
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

/** Only root can make disks that are full or read-only. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0
export const noMount = 'only root can mount a file system'

/** A folder with an AppImage's name in it, which makes the program a portable one. */
export function portableCopy(place: Place, name = 'stick') {
  const folder = join(place.folder, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'portable'), '')
  const env = { ...place.env, APPIMAGE: join(folder, 'Keepsake.AppImage') }
  return { folder, env, data: join(folder, 'keepsake-data') }
}

/** Starts the program as a shell would, without a test driver. */
export function spawnProgram(env: Record<string, string>, args: string[]): ChildProcess {
  return spawn(electronBinary(), [...sandboxSwitch(), CHECKOUT, ...args], {
    env: { ...withoutElectronNode(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the program to its end. */
export async function run(env: Record<string, string>, args: string[]): Promise<Ended> {
  const child = spawnProgram(env, args)
  let output = ''
  let complaint = ''
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (complaint += data.toString()))
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  return { code, output, complaint }
}

/** Runs one command and answers what it printed. */
export async function command(env: Record<string, string>, args: string[]) {
  const { code, output, complaint } = await run(env, ['--cli', ...args])
  return { code, answer: JSON.parse(output), complaint }
}

/** Opens a window without naming a data folder. */
export async function open(env: Record<string, string>, args: string[] = []) {
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: [...sandboxSwitch(), CHECKOUT, ...args],
    env: { ...withoutElectronNode(), ...env },
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  const info = async () => {
    const answer = await page.evaluate(() => window.api.call('app.info', undefined))
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    return answer.value
  }
  return { app, page, info }
}

/** Every file and folder in `folder`, except in those of `except`. */
export function listing(folder: string, except: string[]): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (except.includes(path)) return []
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
    const below = isFolder ? listing(path, except).map((file) => join(name, file)) : []
    return [relative(folder, path), ...below]
  })
}
