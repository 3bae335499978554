// The official Electron, downloaded by the `electron` package itself.
import { spawn } from 'node:child_process'
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, nodeBinary, say, seconds } from './run.mjs'

const PACKAGE = join(ROOT, 'node_modules/electron')
const FIRST_BYTE_MS = 15_000
const STALL_MS = 60_000
const LOOK_EVERY_MS = 1_000
const REPORT_EVERY_MS = 10_000

/** Downloads, checks and unpacks the official Electron of that version into `folder`. */
export async function downloadOfficial(version, folder, temporary) {
  const downloads = join(temporary, 'download')
  await mkdir(downloads)
  await install(downloads)
  await move(join(PACKAGE, 'dist'), folder)

  const checksums = JSON.parse(readFileSync(join(PACKAGE, 'checksums.json'), 'utf8'))
  const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`
  // The package compared the archive with this sum before it unpacked it.
  return { source: 'official', hashes: { archive: checksums[archive] } }
}

// The package has no time limit of its own. It downloads into the temporary folder, so that
// folder's size tells whether anything comes in.
function install(downloads) {
  const proxied = process.env.HTTPS_PROXY || process.env.https_proxy
  const env = {
    ...process.env,
    ...(proxied ? { ELECTRON_GET_USE_PROXY: '1' } : {}),
    ELECTRON_GET_NO_PROGRESS: '1',
    TMPDIR: downloads,
    TMP: downloads,
    TEMP: downloads,
  }
  return new Promise((settle, fail) => {
    const stdio = ['ignore', 'ignore', 'pipe']
    const child = spawn(nodeBinary(), [join(PACKAGE, 'install.js')], { env, stdio })
    const end = () => child.kill('SIGKILL')
    process.on('exit', end)
    let complaint = ''
    child.stderr.on('data', (text) => (complaint += text))

    const started = Date.now()
    let seen = { bytes: 0, at: started }
    let reported = started
    const look = async () => {
      const bytes = await sizeOf(downloads)
      const now = Date.now()
      // Smaller counts too: the archive has moved into the cache and is being unpacked.
      if (bytes !== seen.bytes) seen = { bytes, at: now }
      if (now - seen.at > (seen.at === started ? FIRST_BYTE_MS : STALL_MS)) {
        complaint = `nothing came for ${seconds(seen.at)}`
        end()
      } else if (now - reported > REPORT_EVERY_MS) {
        reported = now
        const amount = bytes > 0 ? `${Math.round(bytes / 1e6)} MB, ` : ''
        say(`Downloading Electron … ${amount}${seconds(started)}`)
      }
    }
    const looking = setInterval(() => void look(), LOOK_EVERY_MS)

    child.on('error', fail)
    child.on('close', (code) => {
      clearInterval(looking)
      process.off('exit', end)
      if (code === 0) settle()
      else fail(new Error(reasonIn(complaint)))
    })
  })
}

function reasonIn(complaint) {
  const [first] = complaint.trim().split('\n')
  return first.replace(/^\w*Error: /, '') || 'it gave no reason'
}

async function sizeOf(folder) {
  let bytes = 0
  try {
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      if (entry.isFile()) bytes += (await stat(path)).size
    }
  } catch {
    // Files are moved away while this looks; the next look counts what is left.
  }
  return bytes
}

// The cache may lie on another disk, where a rename is refused.
async function move(from, to) {
  try {
    await rename(from, to)
  } catch (error) {
    if (error.code !== 'EXDEV') throw error
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
    await rm(from, { recursive: true, force: true })
  }
}
