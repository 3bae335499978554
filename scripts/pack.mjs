// Makes a package for this platform; by default the unpacked folder, to try the app as shipped.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from './build.mjs'
import { ELECTRON_VERSION } from './electron.mjs'
import { run, runAsScript, say, tool } from './run.mjs'
import { setup } from './setup.mjs'

const PLATFORM = { darwin: '--mac', win32: '--win' }[process.platform] ?? '--linux'
const NOT_SHIPPED = ['stamp.json', 'default_app.asar']

/** Packages what is built for this system and resolves the packager's exit code. */
export async function pack(electron, targets = ['dir']) {
  const args = [PLATFORM, ...targets, '--publish', 'never', '-c.npmRebuild=false']
  if (electron.source === 'official') {
    say(`Packaging with the official Electron ${ELECTRON_VERSION}.`)
    return run(...tool('electron-builder/cli.js', args))
  }

  say(`Packaging with ${electron.executable}, which is not the official download: not a release.`)
  const copy = mkdtempSync(join(tmpdir(), 'keepsake-electron-'))
  try {
    // The packager copies the folder as it is, and our own files in it are none of the package's.
    const filter = (source) => !NOT_SHIPPED.includes(basename(source))
    cpSync(electron.folder, copy, { recursive: true, filter })
    args.push(`-c.electronDist=${copy}`)
    if (electron.version) args.push(`-c.electronVersion=${electron.version}`)
    return await run(...tool('electron-builder/cli.js', args))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

await runAsScript(import.meta.url, async () => {
  const electron = await setup()
  await build()
  return pack(electron, process.argv.length > 2 ? process.argv.slice(2) : undefined)
})
