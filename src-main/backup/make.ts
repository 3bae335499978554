import { lstatSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { countRows } from '../db/countRows'
import { explainDatabaseError } from '../db/failures'
import { schemaVersion } from '../db/migrate'
import { inspectDatabase } from '../db/open'
import { copyHistory } from '../db/snapshot'
import { AppError } from '../errors'
import { renamePatiently, syncFolder, fileSizeSync } from '../storage/files'
import type { Keys } from '../storage/keys'
import { clearStale } from '../storage/leftovers'
import type { Paths } from '../storage/layout'
import { type Content, PACKED_UP_TO, writeArchive } from './archive'
import { attachmentsIn } from './attachmentFiles'
import { ALL, partsOf } from './categories'
import { FORMAT, type Manifest, type ManifestEntry, NAMES } from './manifest'
import { examineSnapshot } from './examine'
import { checkSpace } from './restore'
import { sealSecrets, type Secrets } from './secrets'
import { failureOf, kindOf, type Problem, verifyArchive } from './verify'

/** Opens keys, without a way to change them. */
export type KeyReader = Pick<Keys, 'state' | 'read'>

export interface BackupOptions {
  /** The version of this program. */
  app: string
  /** The newest schema that it knows. */
  supported: number
  now: number
  /** With a passphrase the keys come along, encrypted with it; without one they never do. */
  secrets?: { passphrase: string; keys: KeyReader } | undefined
  /** Whether a file of that name is replaced, once the new one is known to be whole. */
  overwrite?: boolean
  /** Runs {@link examineSnapshot} in another thread, while this one packs; without it, it runs before that. */
  examine?:
    | ((snapshot: string, supported: number, rows: Manifest['rows']) => Promise<Problem[]>)
    | undefined
  /** What it throws ends the backup, of which then nothing is left. */
  tell?:
    | ((step: 'copying' | 'packing' | 'verifying', done: number, total: number) => void)
    | undefined
}

export interface Backup {
  file: string
  bytes: number
  counts: Record<string, number>
  secrets: Manifest['secrets']
  /** Attachments whose bytes were gone or damaged already. */
  missing: string[]
  /** Keys that this machine could not open, and that are therefore not in it. */
  keysLeftOut: number
}

/**
 * Puts a profile into one file, also while it is in use, without its search index. The file gets its name only
 * after it was read back, each hash compared, and its database opened and counted; where anything fails,
 * nothing is left behind. Throws `bad_input` where a file of that name is there, `disk_full`, or what is wrong.
 */
export async function makeBackup(
  paths: Paths,
  out: string,
  options: BackupOptions,
): Promise<Backup> {
  const file = resolve(out)
  refuseTaken(file, options)
  refuseStrange(paths.database, options.supported)
  const partial = `${file}.partial`
  const snapshot = `${file}.snapshot.partial`
  const clear = () => [partial, snapshot].forEach((left) => rmSync(left, { force: true }))
  clear()
  clearStale(dirname(file), begunIn)
  let examining: Promise<Problem[]> | null = null
  try {
    const bytes = fileSizeSync(paths.database) + fileSizeSync(`${paths.database}-wal`)
    // The snapshot, and beside it what is packed.
    checkSpace(dirname(file), bytes * 2)
    options.tell?.('copying', 0, bytes)
    const rows = copyHistory(paths.database, snapshot)
    options.tell?.('copying', bytes, bytes)
    // What comes into the backup has the same hash as this file: what holds for the one holds for the other.
    examining = examine(snapshot, rows, options)
    const made = await pack(paths, snapshot, partial, options)
    refuseDamaged(await examining)
    const verdict = await verifyArchive(partial, null, {
      supported: options.supported,
      passphrase: options.secrets?.passphrase,
      tell: (done, total) => options.tell?.('verifying', done, total),
    })
    if (!verdict.ok || !verdict.manifest) throw failureOf(verdict)
    rmSync(snapshot)
    refuseTaken(file, options)
    await renamePatiently(partial, file)
    await syncFolder(dirname(file))
    const { counts, secrets, missing } = verdict.manifest
    return { file, bytes: fileSizeSync(file), counts, secrets, missing, ...made }
  } catch (error) {
    // A file that is being read cannot be removed on Windows.
    await examining?.catch(() => undefined)
    clear()
    throw explainDatabaseError(error)
  }
}

function examine(
  snapshot: string,
  rows: Manifest['rows'],
  { supported, examine: elsewhere }: BackupOptions,
): Promise<Problem[]> {
  const found = elsewhere
    ? elsewhere(snapshot, supported, rows)
    : Promise.resolve(examineSnapshot(snapshot, supported, rows))
  // Waited for when all is packed.
  found.catch(() => undefined)
  return found
}

async function pack(
  paths: Paths,
  snapshot: string,
  partial: string,
  { app, now, secrets, tell }: BackupOptions,
): Promise<{ keysLeftOut: number }> {
  const client = new Database(snapshot, { readonly: true, fileMustExist: true })
  const about = describe(client, paths)
  client.close()
  const attached = attachmentsIn(paths.profile, about.hashes)
  const keys = secrets ? await collect(secrets.keys, about.keyIds) : null
  const bytes = fileSizeSync(snapshot)
  const contents: Content[] = [
    { name: NAMES.database, file: snapshot, bytes, compress: bytes <= PACKED_UP_TO },
    { name: NAMES.settings, data: Buffer.from(about.settings), compress: true },
    ...attached.found,
  ]
  if (secrets && keys) {
    const data = await sealSecrets(keys.opened, secrets.passphrase)
    contents.push({ name: NAMES.keys, data, compress: false })
  }
  const total = contents.reduce((sum, content) => sum + sizeOfContent(content), 0)
  checkSpace(dirname(partial), total)
  const manifestOf = (entries: ManifestEntry[], missing: string[]) => {
    const manifest: Manifest = {
      format: FORMAT,
      app,
      schema: about.schema,
      created: now,
      counts: about.counts,
      rows: about.rows,
      secrets: keys ? 'encrypted' : 'excluded',
      missing: [...attached.missing, ...missing],
      entries,
    }
    return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  }
  let done = 0
  const telling = (bytes: number) => tell?.('packing', (done += bytes), total)
  await writeArchive(partial, contents, manifestOf, telling)
  return { keysLeftOut: keys?.leftOut ?? 0 }
}

/** Throws `database_damaged` where something was found. */
function refuseDamaged(problems: Problem[]): void {
  const detail = problems.map((problem) => problem.detail).join('; ')
  if (problems.length > 0) throw new AppError('database_damaged', detail.slice(0, 500))
}

function describe(client: Database.Database, { profile }: Paths) {
  const pluck = (query: string) => client.prepare(query).pluck()
  const counts: Record<string, number> = {}
  for (const category of ALL) {
    const counted = partsOf(category).filter((part) => part.counted)
    counts[category] = counted
      .map(({ table, where = '1' }) => pluck(`SELECT count(*) FROM ${table} WHERE ${where}`).get())
      .reduce<number>((sum, rows) => sum + Number(rows), 0)
  }
  counts['messages'] = Number(pluck('SELECT count(*) FROM messages').get())
  const settings = client.prepare('SELECT * FROM settings').get()
  return {
    counts,
    rows: countRows(client),
    schema: schemaVersion(client),
    hashes: pluck('SELECT DISTINCT sha256 FROM attachments ORDER BY sha256').all() as string[],
    keyIds: pluck('SELECT id FROM api_keys ORDER BY seq').all() as string[],
    settings: `${JSON.stringify({ profile: basename(profile), settings }, null, 2)}\n`,
  }
}

/** The keys that open; one that was entered on another machine does not. */
async function collect(
  keys: KeyReader,
  ids: string[],
): Promise<{ opened: Secrets; leftOut: number }> {
  const opened: Secrets = {}
  for (const id of ids) {
    if ((await keys.state(id)) !== 'enter_again') opened[id] = await keys.read(id)
  }
  return { opened, leftOut: ids.length - Object.keys(opened).length }
}

function refuseStrange(database: string, supported: number): void {
  const found = inspectDatabase(database)
  if (!found) throw new AppError('database_missing', database)
  const { schema } = found
  if (schema > supported) throw new AppError('database_newer', database, { schema, supported })
}

/** What a backup was to be called of which this is a part; null for any other file. */
function begunIn(name: string): string | null {
  return /^(.+\.keepsake)(\.snapshot)?\.partial$/.exec(name)?.[1] ?? null
}

/** An older backup is written over only where that was asked for. An empty file is one that somebody made for this. */
function refuseTaken(file: string, { overwrite = false }: BackupOptions): void {
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError('bad_input', `there is no folder ${dirname(file)}`)
  }
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found || (found.isFile() && found.size === 0)) return
  // A history, or a copy of one, is nobody's old backup.
  if (!overwrite || kindOf(file) !== 'backup') {
    throw new AppError('bad_input', `${file} is there already`)
  }
}

function sizeOfContent(content: Content): number {
  return 'file' in content ? content.bytes : content.data.length
}
