// What Electron needs from the operating system: on Linux some libraries, and a virtual display.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { electronPath } from './electron.mjs'
import { hasDisplay } from './display.mjs'
import { capture, runAsScript, say } from './run.mjs'

const PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'xvfb',
]

/** Installs what is missing when it may; otherwise throws with the line to run. */
export async function ensureSystem(executable) {
  if (process.platform !== 'linux') return
  warnOfSandbox(executable)
  const missing = whatIsMissing(executable)
  if (missing.length === 0) return

  const mayInstall = process.getuid() === 0 && isProgram('apt-get')
  if (!mayInstall) throw new Error(advice(missing))

  say(`Installing what Electron needs from the system (${missing.join(', ')}) …`)
  await aptGet(['update'])
  await aptGet(['install', '--yes', '--no-install-recommends', ...packageNames()])

  const still = whatIsMissing(executable)
  if (still.length > 0) throw new Error(`Still missing after apt-get: ${still.join(', ')}`)
}

// Ubuntu, and some hardened kernels, let no ordinary program make the namespaces that Chromium's
// sandbox is built from, unless a helper of its own belongs to root.
function warnOfSandbox(executable) {
  const helper = join(dirname(executable), 'chrome-sandbox')
  if (process.getuid() === 0 || !existsSync(helper)) return
  const { uid, mode } = statSync(helper)
  const belongsToRoot = uid === 0 && (mode & 0o4000) !== 0
  const isRefused =
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    kernelSetting('kernel/unprivileged_userns_clone') === '0' ||
    kernelSetting('user/max_user_namespaces') === '0'
  if (!isRefused || belongsToRoot) return
  say('This system may not let Electron start its sandbox. If windows do not open, run once:')
  say(`  sudo chown root ${helper} && sudo chmod 4755 ${helper}`)
}

function kernelSetting(name) {
  try {
    return readFileSync(join('/proc/sys', name), 'utf8').trim()
  } catch {
    return undefined
  }
}

function whatIsMissing(executable) {
  const missing = missingLibraries(executable)
  if (!hasDisplay() && !isProgram('Xvfb')) missing.push('Xvfb')
  return missing
}

function missingLibraries(executable) {
  let listing
  try {
    listing = execFileSync('ldd', [executable], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    // Without ldd nothing can be told; should a library be missing, Electron names it itself.
    return []
  }
  const names = listing.split('\n').filter((line) => line.includes('not found'))
  return [...new Set(names.map((line) => line.trim().split(' ')[0]))]
}

function isProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

// Since 2024 Debian and Ubuntu append t64 to the names of some libraries.
function packageNames() {
  const renamed = PACKAGES.map((name) => `${name}t64`)
  let known = ''
  try {
    const args = ['--no-all-versions', 'show', ...renamed]
    known = execFileSync('apt-cache', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    // It fails when one of them is unknown, which is the rule, and prints the others.
    known = String(error.stdout ?? '')
  }
  return PACKAGES.map((name) => (known.includes(`Package: ${name}t64\n`) ? `${name}t64` : name))
}

async function aptGet(args) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  // Another installation may be under way, as on a machine that has just started.
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=120']
  const patience = `apt-get ${args[0]}`
  const { code, output } = await capture('apt-get', [...options, ...args], { env, patience })
  if (code === 0) return
  // A source that cannot be reached need not matter; the installation will tell.
  if (args[0] === 'update') say(output.trim())
  else throw new Error(`apt-get ${args[0]} failed (${code}):\n${output.trim()}`)
}

function advice(missing) {
  const what = `Electron needs something from the system that is not there: ${missing.join(', ')}.`
  if (!isProgram('apt-get')) return `${what}\nInstall it with your system's package manager.`
  return `${what}\nRun this, then try again:\n  sudo apt-get install ${packageNames().join(' ')}`
}

await runAsScript(import.meta.url, () => ensureSystem(electronPath()))
