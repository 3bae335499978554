import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { onTestFinished } from 'vitest'
import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'

export const CHECKOUT = resolve(import.meta.dirname, '../..')

/** The real program, running. */
export interface Running {
  app: ElectronApplication
  page: Page
  /** The number of Electron's main process. */
  pid: number
  /** Asks as the window does, and throws what main refuses. */
  call<K extends CallName>(name: K, input?: CallInput<K>): Promise<CallOutput<K>>
  ask<K extends CallName>(name: K, input?: CallInput<K>): Promise<Result<CallOutput<K>>>
  /** Runs a script in the page, also in one that came after a page that died. */
  inPage(script: string): Promise<unknown>
  /** Ends the main process as nothing can prepare for; answers when that was. */
  kill(): Promise<number>
  quit(): Promise<void>
}

export interface Home {
  /** The data root. */
  root: string
  env: Record<string, string>
}

/** A data root in a home of its own, both gone after the test. `at` gives another place to the root. */
export function temporaryHome(at?: string): Home {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-faults-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const home = join(folder, 'home')
  mkdirSync(home)
  const places = { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home }
  return { root: at ?? join(folder, 'root'), env: places }
}

/** Starts the built program and waits for its window. It is ended after the test at the latest. */
export async function start({ root, env }: Home): Promise<Running> {
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: [...sandboxSwitch(), CHECKOUT, `--data-dir=${root}`],
    env: { ...asWindow(), ...env },
  })
  const child = app.process()
  const gone = new Promise((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')

  // Through main, because Playwright gives a page up whose process has died once.
  const inPage = (script: string): Promise<unknown> =>
    app.evaluate(
      ({ BrowserWindow }, script) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
      script,
    )

  async function ask<K extends CallName>(name: K, input?: CallInput<K>) {
    const answer = await inPage(
      `window.api.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`,
    )
    return answer as Result<CallOutput<K>>
  }

  return {
    app,
    page,
    pid: child.pid ?? 0,
    ask,
    inPage,
    async call(name, input) {
      const answer = await ask(name, input)
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      return answer.value
    },
    async kill() {
      const moment = performance.now()
      child.kill('SIGKILL')
      await gone
      return moment
    },
    quit: () => app.close(),
  }
}

/** Bytes that a process has had written to disk. */
export function bytesWritten(pid: number): number {
  const io = readFileSync(`/proc/${pid}/io`, 'utf8')
  return Number(/^write_bytes: (\d+)$/m.exec(io)?.[1])
}

export function databaseOf({ root }: Pick<Home, 'root'>): string {
  return join(root, 'profiles/default/keepsake.db')
}

export function electronBinary(): string {
  const binary = process.env['KEEPSAKE_ELECTRON']
  if (!binary) throw new Error('KEEPSAKE_ELECTRON names no binary: run `npm run faults`.')
  return binary
}

/** As root Chromium's sandbox cannot start. */
export function sandboxSwitch(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** The environment, without what would make Electron a plain Node. */
export function asWindow(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return env as Record<string, string>
}
