import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Command } from '@contract/values'
import type { Api } from '../../src-preload/index'

declare global {
  interface Window {
    api: Api
  }
}

export const CHECKOUT = resolve(import.meta.dirname, '../..')

/** The program, as a person sees it. */
export interface Keepsake {
  app: ElectronApplication
  page: Page
  root: string
  /** What the program itself answers, for what no window shows. Throws what main refuses. */
  call<K extends CallName>(name: K, input?: CallInput<K>): Promise<CallOutput<K>>
  quit(): Promise<void>
  /** Ends every process of it at once, as a power cut would. */
  kill(): Promise<void>
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'keepsake-e2e-'))
}

export interface LaunchOptions {
  root: string
  env?: Record<string, string>
  args?: string[]
}

/** Starts the built program on a data root and waits for its window. */
export async function launch({ root, env = {}, args = [] }: LaunchOptions): Promise<Keepsake> {
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: [...sandboxSwitch(), CHECKOUT, `--data-dir=${root}`, ...args],
    env: { ...withoutElectronNode(), ...env },
  })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  return {
    app,
    page,
    root,
    async call(name, input) {
      const result = await page.evaluate(([name, input]) => window.api.call(name, input as never), [
        name,
        input,
      ] as const)
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
      return result.value as never
    },
    quit: () => app.close(),
    async kill() {
      const gone = new Promise((resolve) => app.process().once('exit', resolve))
      app.process().kill('SIGKILL')
      await gone
    },
  }
}

/** Runs `use` with a program that is ended afterwards, whatever happened. */
export async function withKeepsake(
  options: Partial<LaunchOptions>,
  use: (keepsake: Keepsake) => Promise<void>,
): Promise<void> {
  const root = options.root ?? temporaryFolder()
  const keepsake = await launch({ ...options, root })
  try {
    await use(keepsake)
  } finally {
    await keepsake.app.close().catch(() => undefined)
    if (!options.root) rmSync(root, { recursive: true, force: true })
  }
}

/** Chooses a command as the menu does. */
export async function command(app: Keepsake['app'], command: Command): Promise<void> {
  await app.evaluate(({ BrowserWindow }, command) => {
    const value = { name: 'command.chosen', value: { command } }
    BrowserWindow.getAllWindows()[0]?.webContents.send('keepsake:event', value)
  }, command)
}

export function electronBinary(): string {
  const binary = process.env['KEEPSAKE_ELECTRON']
  if (!binary) throw new Error('KEEPSAKE_ELECTRON names no binary: start these with `npm run e2e`.')
  return binary
}

/** As root Chromium's sandbox cannot start. */
export function sandboxSwitch(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** The environment, without what would make Electron a plain Node. */
export function withoutElectronNode(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return env as Record<string, string>
}

export { expect, test }
