// Builds the app into out/, unless what is there was made from the same sources.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, capture, runAsScript, say, seconds, tool } from './run.mjs'
import { setup } from './setup.mjs'

const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'migrations',
  'resources',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'electron.vite.config.ts',
]
const STAMP = join(ROOT, 'out/.sources')

/** Builds what has changed; with `force` in any case. Throws with the builder's words. */
export async function build({ force = false } = {}) {
  // Taken before, so that what is edited during the build is built the next time.
  const sources = fingerprint()
  if (!force && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return

  say('Building …')
  const started = Date.now()
  const { code, output } = await capture(...tool('electron-vite/bin/electron-vite.js', ['build']), {
    patience: 'Building',
  })
  if (code !== 0) throw new Error(`${output.trim()}\nThe build failed (${code}).`)
  writeFileSync(STAMP, sources)
  say(`Built in ${seconds(started)}.`)
}

// Times and sizes instead of contents: this runs before every start.
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(ROOT, source)
    if (existsSync(path)) addTo(hash, path)
  }
  return hash.digest('hex')
}

function addTo(hash, path) {
  const found = statSync(path)
  if (found.isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, join(path, name))
  } else {
    hash.update(`${path}\0${found.mtimeMs}\0${found.size}\0`)
  }
}

await runAsScript(import.meta.url, async () => {
  await setup()
  await build({ force: process.argv.includes('--force') })
})
