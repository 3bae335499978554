import { createReadStream } from 'node:fs'
import { lstat, open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { AppError } from '../errors'
import { codeOf, isMissing } from '../storage/files'

/** No chat program makes more files, longer names or larger ones. */
const MOST_FILES = 500_000
const LONGEST_NAME = 1024
const LARGEST_FILE = 64 * 1024 ** 3
/** What unpacks to more than this many times its size was made to fill memory or disk. */
const MOST_INFLATED = 200
const MAY_INFLATE = 16 * 1024 * 1024
/** Bytes that are read at a time. */
const AT_ONCE = 256 * 1024

/** One file of what is imported; `name` with its folders, parted by `/`. */
export interface BundleFile {
  name: string
  bytes: number
  /** What it gives may be overwritten by the next. Throws `import_damaged` where it cannot be unpacked. */
  read(): AsyncIterable<Uint8Array>
}

/** What was chosen: a file, what a zip holds, or what lies in a folder. Nothing is ever unpacked to disk. */
export interface Bundle {
  kind: 'file' | 'zip' | 'folder'
  name: string
  files: BundleFile[]
  /** Names that lead out of where they lie, links, and what is encrypted: not read. */
  refused: string[]
  close(): void
}

/** Throws `bad_input` when there is nothing, `import_damaged` or `import_too_large` for a hostile zip. */
export async function openBundle(path: string): Promise<Bundle> {
  const name = basename(path)
  const found = await lookAt(path)
  if (found.isDirectory()) {
    const refused: string[] = []
    const files = await filesBelow(path, '', refused)
    return { kind: 'folder', name, files, refused, close: () => undefined }
  }
  if (!found.isFile()) throw new AppError('bad_input', path)
  if (await isZip(path)) return openZip(path)
  const file = diskFile(path, name, found.size)
  return { kind: 'file', name, files: [file], refused: [], close: () => undefined }
}

async function lookAt(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) throw new AppError('bad_input', path)
    throw error
  }
}

async function isZip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 3 })) {
    // An empty archive begins with its end.
    return ['504b0304', '504b0506'].includes(Buffer.from(chunk).toString('hex'))
  }
  return false
}

function diskFile(path: string, name: string, bytes: number): BundleFile {
  return { name, bytes, read: () => readFrom(path) }
}

/** Into one buffer: with a new one for each piece of it a file of gigabytes fills the memory with what was read. */
async function* readFrom(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = new Uint8Array(AT_ONCE)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, AT_ONCE, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function filesBelow(folder: string, above: string, refused: string[]): Promise<BundleFile[]> {
  const files: BundleFile[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    const name = above + entry.name
    if (entry.isDirectory()) files.push(...(await filesBelow(path, `${name}/`, refused)))
    else if (entry.isFile()) files.push(diskFile(path, name, (await lstat(path)).size))
    else refused.push(name)
    if (files.length > MOST_FILES) throw new AppError('import_too_large', `${MOST_FILES} files`)
  }
  return files
}

async function openZip(path: string): Promise<Bundle> {
  const zip = await orDamaged(
    // Names are read as bytes: the library would refuse the whole archive for one bad name.
    openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }),
  )
  try {
    if (zip.entryCount > MOST_FILES) throw new AppError('import_too_large', `${MOST_FILES} files`)
    const files: BundleFile[] = []
    const refused: string[] = []
    for (const entry of await entriesOf(zip)) {
      const name = entry.fileNameRaw.toString('utf8')
      if (name.endsWith('/')) continue
      if (isUnsafe(name) || !entry.canDecodeFileData()) refused.push(name.slice(0, LONGEST_NAME))
      else files.push({ name, bytes: entry.uncompressedSize, read: () => unpack(zip, entry) })
    }
    return { kind: 'zip', name: basename(path), files, refused, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  const all = async () => {
    for await (const entry of zip.eachEntry()) {
      checkSize(entry)
      entries.push(entry)
    }
  }
  await orDamaged(all())
  return entries
}

function checkSize({ fileNameRaw, uncompressedSize, compressedSize }: Entry): void {
  const isBomb = uncompressedSize > MAY_INFLATE && uncompressedSize > MOST_INFLATED * compressedSize
  if (isBomb || uncompressedSize > LARGEST_FILE) {
    throw new AppError('import_too_large', fileNameRaw.toString('utf8').slice(0, LONGEST_NAME))
  }
}

/** Leads out of the archive, or could on some system. */
function isUnsafe(name: string): boolean {
  if (name.length > LONGEST_NAME || name.includes('\0') || name.includes('\\')) return true
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..')
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    yield* await zip.openReadStreamPromise(entry)
  } catch (error) {
    throw asDamaged(error)
  }
}

async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    throw asDamaged(error)
  }
}

/** The library says only in words what is wrong with an archive; what the system says stays. */
function asDamaged(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  if ('syscall' in error && codeOf(error) !== '') return error
  return new AppError('import_damaged', error.message)
}
