// Makes a package for this platform; by default the unpacked folder, to try the app as shipped.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ELECTRON_VERSION } from './electron.mjs'
import { ROOT, run, runAsScript, say, tool } from './run.mjs'
import { setup } from './setup.mjs'

const PLATFORM = { darwin: '--mac', win32: '--win' }[process.platform] ?? '--linux'

await runAsScript(import.meta.url, async () => {
  const electron = await setup()
  await build()

  const targets = process.argv.length > 2 ? process.argv.slice(2) : ['dir']
  const args = [PLATFORM, ...targets, '--publish', 'never', '-c.npmRebuild=false']
  const isRelease = electron.source === 'official'
  if (isRelease) {
    say(`Packaging with the official Electron ${ELECTRON_VERSION}.`)
  } else {
    say(`Packaging with ${electron.executable}, which is not the official download: not a release.`)
    args.push(`-c.electronDist=${electron.folder}`)
    if (electron.version) args.push(`-c.electronVersion=${electron.version}`)
  }
  const code = await run(...tool('electron-builder/cli.js', args))
  if (!isRelease) rmSync(join(ROOT, 'dist/linux-unpacked/stamp.json'), { force: true })
  return code
})
