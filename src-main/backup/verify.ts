import { lstatSync, mkdtempSync, openSync, closeSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { explainDatabaseError } from '../db/failures'
import { AppError, toFailure } from '../errors'
import { Cancelled } from '../jobs/control'
import { freeBytes } from '../storage/files'
import { SEAL, SEAL_LENGTH } from './archive'
import { compareRows, examineCopy } from './examine'
import { contentOfName, type Manifest, NAMES, readManifest } from './manifest'
import { type Archive, openArchive, readThrough, readWhole } from './readArchive'
import { readOnce } from './readOnce'
import { checkSpace } from './restore'
import { openSecrets, type Secrets } from './secrets'

/** `detail` says what was found, and where. */
export interface Problem {
  code: 'missing' | 'not_a_backup' | 'damaged' | 'newer' | 'passphrase_wrong' | 'unreadable'
  detail: string
}

const NOT_WHOLE: Problem = { code: 'damaged', detail: 'it is not as it was written, or not whole' }

export interface Verdict {
  ok: boolean
  problems: Problem[]
  kind: 'backup' | 'database' | null
  manifest: Manifest | null
  /** The keys that are in it, where the passphrase was given. */
  secrets: Secrets | null
}

export interface VerifyOptions {
  /** The newest schema that this program knows. */
  supported: number
  passphrase?: string | undefined
  /** Hears how many of all bytes have been read; what it throws ends the reading. */
  tell?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads a backup, or a copy of a database, from its first byte to its last and says what is wrong with
 * it. Never throws for what is in the file, and changes nothing.
 */
export async function verifyBackup(file: string, options: VerifyOptions): Promise<Verdict> {
  const kind = kindOf(file)
  if (typeof kind === 'object') return verdict(null, [kind])
  if (kind === 'database') return verdict('database', examineCopy(file, options.supported, true))
  const bytes = lstatSync(file).size
  // Unpacked, text is larger than the backup; where a manifest says how much, it is asked again.
  const places = [tmpdir(), dirname(file)]
  const roomy = places.find((place) => freeBytes(place) > bytes * 4) ?? tmpdir()
  const folder = mkdtempSync(join(roomy, 'keepsake-verify-'))
  try {
    return await verifyArchive(file, join(folder, NAMES.database), options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The same for a backup file, whose database is put to `database` and left there. With null only the hashes are
 * compared, and the database is that of which it was made.
 */
export async function verifyArchive(
  file: string,
  database: string | null,
  options: VerifyOptions,
): Promise<Verdict> {
  let archive: Archive
  try {
    archive = await openArchive(file)
  } catch (error) {
    const problem = { code: 'not_a_backup' as const, detail: messageOf(error) }
    return verdict('backup', isSealed(file) ? [problem] : [NOT_WHOLE, problem])
  }
  try {
    const manifest = readManifest((await readWhole(archive, NAMES.manifest)).toString('utf8'))
    if (manifest === 'newer' || (manifest && manifest.schema > options.supported)) {
      const problem = {
        code: 'newer' as const,
        detail: 'it was made by a newer version of Keepsake',
      }
      return verdict('backup', [problem], manifest === 'newer' ? null : manifest)
    }
    if (!manifest) {
      const detail = `${NAMES.manifest} cannot be understood`
      return verdict('backup', [{ code: 'damaged', detail }])
    }
    const problems = await compareEntries(file, archive, manifest, database, options)
    const opened = await openKeys(archive, manifest, options.passphrase)
    if ('code' in opened) problems.push(opened)
    const secrets = 'keys' in opened ? opened.keys : null
    return verdict('backup', problems, manifest, secrets)
  } catch (error) {
    if (error instanceof Cancelled) throw error
    const { code, detail } = toFailure(explainDatabaseError(error))
    // A disk that is full says nothing about the backup.
    if (code === 'disk_full' || code === 'read_only') throw explainDatabaseError(error)
    return verdict('backup', [{ code: 'damaged', detail: detail ?? code }])
  } finally {
    archive.zip.close()
  }
}

/** What stops a restore of what was found, as the failure that says so. */
export function failureOf({ problems }: Verdict): AppError {
  const [first] = problems
  const detail = problems.map((problem) => problem.detail).join('; ')
  if (first?.code === 'missing') return new AppError('bad_input', detail)
  if (problems.some(({ code }) => code === 'newer')) return new AppError('backup_newer')
  if (problems.every(({ code }) => code === 'passphrase_wrong')) {
    return new AppError('passphrase_wrong')
  }
  return new AppError('backup_damaged', detail.slice(0, 500))
}

/** By its first bytes, whatever it is called. */
export function kindOf(file: string): 'backup' | 'database' | Problem {
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (!status) return { code: 'missing', detail: `${file} is not there` }
  if (!status.isFile()) return { code: 'not_a_backup', detail: `${file} is not a file` }
  if (status.size === 0) return { code: 'damaged', detail: 'it is empty' }
  const handle = openSync(file, 'r')
  try {
    const head = Buffer.alloc(16)
    readSync(handle, head, 0, 16, 0)
    return head.toString('latin1') === 'SQLite format 3\0' ? 'database' : 'backup'
  } finally {
    closeSync(handle)
  }
}

/** Of what is packed, the bytes are read twice: as they lie in the file, and unpacked. */
function counting(file: string, { entries }: Archive, { tell }: VerifyOptions) {
  const packed = [...entries.values()].filter(
    ({ fileName, compressionMethod }) => fileName !== NAMES.manifest && compressionMethod !== 0,
  )
  const total = packed.reduce((sum, entry) => sum + entry.uncompressedSize, lstatSync(file).size)
  let done = 0
  return (bytes: number) => tell?.((done += bytes), Math.max(done, total))
}

async function compareEntries(
  file: string,
  archive: Archive,
  manifest: Manifest,
  target: string | null,
  options: VerifyOptions,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const damaged = (detail: string) => problems.push({ code: 'damaged', detail })
  const read = counting(file, archive, options)
  const said = new Map(manifest.entries.map((entry) => [entry.name, entry]))
  for (const name of archive.entries.keys()) {
    if (name !== NAMES.manifest && !said.has(name)) damaged(`${name} does not belong to it`)
  }
  const bytes = said.get(NAMES.database)?.bytes ?? 0
  if (target !== null) checkSpace(dirname(target), bytes)
  const database = target ?? undefined
  const { isSealed, hashes } = await readOnce(file, archive, { database, tell: read })
  if (!isSealed) problems.push(NOT_WHOLE)
  for (const { name, bytes, sha256 } of manifest.entries) {
    try {
      if (archive.entries.get(name)?.uncompressedSize !== bytes) throw new Error('it is not there')
      const to = name === NAMES.database ? database : undefined
      const found = hashes.get(name) ?? (await readThrough(archive, name, to, read))
      const meant = contentOfName(name) ?? sha256
      if (found !== sha256 || found !== meant) throw new Error('its bytes have changed')
    } catch (error) {
      if (error instanceof Cancelled) throw error
      const { code } = toFailure(explainDatabaseError(error))
      if (code === 'disk_full' || code === 'read_only') throw error
      damaged(`${name}: ${messageOf(error)}`)
    }
  }
  if (!said.has(NAMES.database)) damaged(`${NAMES.database} is missing`)
  if (problems.length > 0 || target === null) return problems
  // Its bytes are as they were; a search index that was damaged then is made anew.
  return [...examineCopy(target, options.supported, false), ...compareRows(target, manifest)]
}

/** Whether a file that is no zip file any more ends as a backup does. */
function isSealed(file: string): boolean {
  const length = SEAL.length + SEAL_LENGTH
  const handle = openSync(file, 'r')
  try {
    const end = Buffer.alloc(length)
    readSync(handle, end, 0, length, Math.max(0, lstatSync(file).size - length))
    return end.toString('latin1').startsWith(SEAL)
  } finally {
    closeSync(handle)
  }
}

async function openKeys(
  archive: Archive,
  { secrets }: Manifest,
  passphrase: string | undefined,
): Promise<{ keys: Secrets | null } | Problem> {
  const has = archive.entries.has(NAMES.keys)
  if (has !== (secrets === 'encrypted')) {
    return { code: 'damaged', detail: `${NAMES.keys} is not as ${NAMES.manifest} says` }
  }
  if (!has || passphrase === undefined) return { keys: null }
  try {
    const sealed = await readWhole(archive, NAMES.keys)
    return { keys: await openSecrets(sealed, passphrase) }
  } catch (error) {
    const isWrong = toFailure(error).code === 'passphrase_wrong'
    return isWrong
      ? { code: 'passphrase_wrong', detail: 'the passphrase does not open the keys' }
      : { code: 'damaged', detail: `${NAMES.keys}: ${messageOf(error)}` }
  }
}

function verdict(
  kind: Verdict['kind'],
  problems: Problem[],
  manifest: Manifest | null = null,
  secrets: Secrets | null = null,
): Verdict {
  return { ok: problems.length === 0, problems, kind, manifest, secrets }
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : String(error)
}
