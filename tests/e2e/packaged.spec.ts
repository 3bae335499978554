import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { getCurrentFuseWire, FuseState, FuseV1Options } from '@electron/fuses'
import { chromium, type Page } from '@playwright/test'
import { CHECKOUT, expect, sandboxSwitch, temporaryFolder, test, withoutElectronNode } from './app'

// The program as it is shipped: in its archive, with the fuses closed. Playwright's own way in needs
// the inspector, which a fuse switches off, so this goes through the page's debugging port.

const BINARY = join(CHECKOUT, 'dist', folderName(), executableName())

test.skip(!existsSync(BINARY), 'there is no package here: npm run pack makes it')

test('the packaged program keeps a conversation over a kill', async () => {
  const root = temporaryFolder()
  try {
    const first = await start(root)
    await first.page.getByRole('textbox', { name: 'Message' }).fill('Where does my data live?')
    await first.page.getByRole('button', { name: 'Send', exact: true }).click()
    const reply = first.page.getByRole('article', { name: /^Offline guide/ })
    await expect(reply).toContainText('not a language model')
    await first.kill()

    const second = await start(root)
    await expect(second.page.getByRole('article', { name: /^You/ })).toContainText('my data live')
    await expect(second.page.getByRole('article', { name: /^Offline guide/ })).toBeVisible()
    await second.kill()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('the fuses of the package are closed', async () => {
  const wire = await getCurrentFuseWire(BINARY)
  const closed = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]
  for (const fuse of closed) expect(wire[fuse]).toBe(FuseState.DISABLE)
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE)
  expect(wire[FuseV1Options.EnableCookieEncryption]).toBe(FuseState.ENABLE)
})

async function start(root: string): Promise<{ page: Page; kill(): Promise<void> }> {
  const args = [...sandboxSwitch(), `--data-dir=${root}`, '--remote-debugging-port=0']
  const program = spawn(BINARY, args, {
    env: withoutElectronNode(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise((resolve) => program.once('exit', resolve))
  const address = await new Promise<string>((resolve, reject) => {
    let printed = ''
    program.stderr.on('data', (data: Buffer) => {
      printed += data.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(printed)?.[1]
      if (found) resolve(found)
    })
    program.once('exit', (code) => reject(new Error(`it ended with ${code}: ${printed}`)))
  })
  // One that connects while the first window is being made waits for ever.
  await expect
    .poll(async () => (await fetch(`http://${new URL(address).host}/json/list`)).text())
    .toContain('app://bundle/index.html')
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]
  if (!context) throw new Error('the program shows no page')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  return {
    page,
    async kill() {
      program.kill('SIGKILL')
      await gone
      await browser.close()
    },
  }
}

function folderName(): string {
  if (process.platform === 'darwin') return `mac${process.arch === 'arm64' ? '-arm64' : ''}`
  return process.platform === 'win32' ? 'win-unpacked' : 'linux-unpacked'
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Keepsake.app/Contents/MacOS/Keepsake'
  return process.platform === 'win32' ? 'Keepsake.exe' : 'keepsake'
}
