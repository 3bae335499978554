import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { deflateRaw as deflateRawOf } from 'node:zlib'
import { isMissing } from '../storage/files'
import { type ManifestEntry, NAMES } from './manifest'
import { blocksOf, openOutput, type Output, pour } from './pour'
import { endOfList, listed, localHeader, sumOf, type ZipEntry } from './zip'

// A backup is a zip file whose comment ends with a SHA-256: of all bytes before it but for those of the
// things that are in it as they are, because the manifest has the hash of each of these. The fields of a zip
// that nobody reads could be damaged unnoticed otherwise.

/** What stands before the hash in the comment of the zip file. */
export const SEAL = 'keepsake-backup frame sha256:'
/** Characters of a SHA-256 in hexadecimal. */
export const SEAL_LENGTH = 64

/** Packs nearly twice as fast as zlib's usual level, and what comes out is a twentieth larger. */
const LEVEL = 1
/** Bytes up to which packing takes no time that anybody would notice; what is larger is kept as it is. */
export const PACKED_UP_TO = 16 * 1024 * 1024
const LISTED_AT_ONCE = 4096

const deflateRaw = promisify<Buffer, { level: number }, Buffer>(deflateRawOf)

/**
 * A thing to be put into a backup: a file, or bytes. Of one that is known by its hash other bytes are not
 * taken; `compress` is for what is small.
 */
export type Content = { name: string; compress: boolean; sha256?: string } & (
  | { file: string; bytes: number }
  | { data: Buffer }
)

/**
 * Writes a backup file that must not exist yet, and syncs it; the manifest comes last, when all hashes are
 * known. It is also told the hashes of what was not there, or was something else. Memory does not grow with
 * what is packed. `tell` hears how many bytes have been read; what it throws ends the writing.
 */
export async function writeArchive(
  target: string,
  contents: Iterable<Content>,
  manifestOf: (entries: ManifestEntry[], missing: string[]) => Buffer,
  tell: (bytes: number) => void,
): Promise<void> {
  const output = await openOutput(target)
  const frame = createHash('sha256')
  const entries: ZipEntry[] = []
  const said: ManifestEntry[] = []
  const missing: string[] = []
  try {
    for (const content of contents) {
      const added = await add(output, frame, content, tell)
      if (added) {
        entries.push(added.entry)
        said.push({ name: content.name, bytes: added.entry.bytes, sha256: added.sha256 })
      } else missing.push(content.sha256 ?? content.name)
    }
    const data = manifestOf(said, missing)
    const manifest = { name: NAMES.manifest, compress: true, data }
    entries.push((await addPacked(output, frame, manifest, data, () => {})).entry)
    await writeList(output, frame, entries)
    await output.finish()
  } finally {
    await output.close()
  }
}

interface Added {
  entry: ZipEntry
  sha256: string
}

/** Null where it is not what it should be: then the next one takes its place in the file. */
async function add(
  output: Output,
  frame: Hash,
  content: Content,
  tell: (bytes: number) => void,
): Promise<Added | null> {
  if ('data' in content) return addPacked(output, frame, content, content.data, tell)
  const file = await openKnown(content)
  if (!file) return null
  try {
    if (content.compress) {
      return await addPacked(output, frame, content, await file.readFile(), tell)
    }
    return await addAsItIs(output, frame, content, file, tell)
  } finally {
    await file.close()
  }
}

async function openKnown({ file, sha256 }: Content & { file: string }): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (sha256 === undefined || !isMissing(error)) throw error
    return null
  }
}

/** What is small is packed in memory. */
async function addPacked(
  output: Output,
  frame: Hash,
  { name, compress }: Content,
  data: Buffer,
  tell: (bytes: number) => void,
): Promise<Added> {
  tell(data.length)
  const packed = compress ? await deflateRaw(data, { level: LEVEL }) : data
  const entry = {
    name,
    at: output.at,
    bytes: data.length,
    packed: packed.length,
    crc: sumOf(data),
    isDeflated: compress,
  }
  const header = localHeader(entry)
  frame.update(header)
  if (compress) frame.update(packed)
  await output.append(Buffer.concat([header, packed]))
  return { entry, sha256: createHash('sha256').update(data).digest('hex') }
}

/** Its header comes when its sum is known, before it in the file and in the seal. */
async function addAsItIs(
  output: Output,
  frame: Hash,
  { name, bytes, sha256: meant }: Content & { bytes: number },
  file: FileHandle,
  tell: (bytes: number) => void,
): Promise<Added | null> {
  const entry = { name, at: output.at, bytes, packed: bytes, crc: 0, isDeflated: false }
  const begin = localHeader(entry).length
  const hash = createHash('sha256')
  const write = (block: Buffer, offset: number) => output.write(block, entry.at + begin + offset)
  const found = await pour(blocksOf(file, 0, bytes), write, (block) => {
    tell(block.length)
    hash.update(block)
    entry.crc = sumOf(block, entry.crc)
  })
  const sha256 = hash.digest('hex')
  if (found !== bytes || (meant !== undefined && sha256 !== meant)) {
    if (meant === undefined) throw new Error(`${name} became shorter`)
    return null
  }
  const header = localHeader(entry)
  frame.update(header)
  await output.append(header, bytes)
  return { entry, sha256 }
}

async function writeList(output: Output, frame: Hash, entries: ZipEntry[]): Promise<void> {
  const begin = output.at
  for (let n = 0; n < entries.length; n += LISTED_AT_ONCE) {
    const some = Buffer.concat(entries.slice(n, n + LISTED_AT_ONCE).map(listed))
    frame.update(some)
    await output.append(some)
  }
  const size = output.at - begin
  const end = Buffer.concat([
    endOfList(entries.length, begin, size, SEAL.length + SEAL_LENGTH),
    Buffer.from(SEAL),
  ])
  frame.update(end)
  await output.append(Buffer.concat([end, Buffer.from(frame.digest('hex'))]))
}
