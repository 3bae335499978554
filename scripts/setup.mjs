// Makes a checkout ready to run: packages, Electron, and what that needs from the system.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureElectron } from './electron.mjs'
import { ROOT, capture, npm, runAsScript, say, seconds } from './run.mjs'
import { ensureSystem } from './system.mjs'

const LOCK = join(ROOT, 'package-lock.json')
const STAMP = join(ROOT, 'node_modules/.keepsake-setup.json')

/** Brings the checkout up to date and returns its Electron. Does nothing that is done already. */
export async function setup() {
  await ensurePackages()
  const electron = await ensureElectron()
  await ensureSystem(electron.executable)
  return electron
}

async function ensurePackages() {
  const lock = createHash('sha256').update(readFileSync(LOCK)).digest('hex')
  if (readJson(STAMP)?.lock === lock) return
  // Whoever ran `npm install` has done the work, and a second time would take minutes.
  if (!isInstalled()) await install()
  writeFileSync(STAMP, `${JSON.stringify({ lock }, null, 2)}\n`)
}

// Not `npm ci`: it refuses a lock file that lacks a package meant for another system, which is
// what npm writes where the registry lacks it. This installs the same versions and saves nothing.
async function install() {
  mustFit()
  say('Installing packages …')
  // Warnings here are about the Node that runs npm; the project brings its own.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  await runNpm(['install', '--no-save', ...quiet], 'Installing packages')
  // Its script fetches the binary for this system. No other package needs one (see .npmrc).
  await runNpm(['rebuild', 'node', '--ignore-scripts=false', ...quiet], 'Fetching Node 24')
}

async function runNpm(args, patience) {
  const { code, output } = await capture(...npm(args), { patience })
  if (code !== 0) throw new Error(`${output.trim()}\nnpm ${args[0]} failed (${code}).`)
}

// npm would quietly follow package.json where the two differ.
function mustFit() {
  const asked = readJson(join(ROOT, 'package.json'))
  const locked = readJson(LOCK).packages['']
  for (const kind of ['dependencies', 'devDependencies']) {
    if (JSON.stringify(sorted(asked[kind])) !== JSON.stringify(sorted(locked[kind]))) {
      throw new Error('package.json and package-lock.json differ. Run `npm install` to fix that.')
    }
  }
}

function sorted(record = {}) {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

// npm writes down what it has installed; a package for another system may be left out.
function isInstalled() {
  const installed = readJson(join(ROOT, 'node_modules/.package-lock.json'))?.packages
  if (!installed) return false
  const nodeIsThere = ['node', 'node.exe'].some((name) =>
    existsSync(join(ROOT, 'node_modules/node/bin', name)),
  )
  const wanted = Object.entries(readJson(LOCK).packages).filter(([place]) => place !== '')
  return (
    nodeIsThere &&
    wanted.every(([place, { version, optional, devOptional, peer }]) => {
      const found = installed[place]
      return found ? found.version === version : Boolean(optional || devOptional || peer)
    })
  )
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

await runAsScript(import.meta.url, async () => {
  const started = Date.now()
  const { executable, version, source } = await setup()
  const which = version ? `Electron ${version} (${source})` : `Electron at ${executable}`
  say(`Ready in ${seconds(started)}: ${which}.`)
})
