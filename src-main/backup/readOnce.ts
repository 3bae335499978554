import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Entry } from 'yauzl'
import { SEAL_LENGTH } from './archive'
import { NAMES } from './manifest'
import { blocksOf, openOutput, pour } from './pour'
import type { Archive } from './readArchive'

/** Bytes of a thing's header in a zip file, without its name and what else follows. */
const HEADER = 30

/** What was found by reading a backup from its first byte to its last. */
export interface Passed {
  /** Whether all that the seal is of is as it was written. */
  isSealed: boolean
  /** The SHA-256 of each thing that is in the file as it is. */
  hashes: Map<string, string>
}

export interface PassOptions {
  /** Where the database goes on the way, if it is in the file as it is; not synced. */
  database?: string | undefined
  /** Hears how many bytes have been read each time; what it throws ends the reading. */
  tell?: ((bytes: number) => void) | undefined
}

/** A place in the file, and who hears of the bytes that are passed on the way to another one. */
interface Pass {
  file: FileHandle
  at: number
  frame: Hash
  tell: (bytes: number) => void
}

/** Reads a backup once, as it lies on the disk. Throws where things in it lie over each other. */
export async function readOnce(
  path: string,
  { entries, seal }: Archive,
  { database, tell = () => {} }: PassOptions = {},
): Promise<Passed> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const pass: Pass = { file, at: 0, frame: createHash('sha256'), tell }
    const hashes = new Map<string, string>()
    for (const entry of inOrder(entries)) {
      await passFrame(pass, await startOf(pass, entry))
      const isPacked = entry.compressionMethod !== 0
      if (isPacked) await passFrame(pass, pass.at + entry.compressedSize)
      else {
        const target = entry.fileName === NAMES.database ? database : undefined
        // The manifest has the hash of all that is in a backup but its own.
        const isSealed = seal?.isOfAll === true || entry.fileName === NAMES.manifest
        hashes.set(entry.fileName, await passContent(pass, entry, target, isSealed))
      }
    }
    await passFrame(pass, size - SEAL_LENGTH)
    tell(SEAL_LENGTH)
    return { isSealed: pass.frame.digest('hex') === seal?.sha256, hashes }
  } finally {
    await file.close()
  }
}

function inOrder(entries: Map<string, Entry>): Entry[] {
  return [...entries.values()].toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )
}

/** Where the bytes of a thing begin. */
async function startOf({ file, at }: Pass, entry: Entry): Promise<number> {
  const { fileName, relativeOffsetOfLocalHeader: begin } = entry
  if (begin < at) throw new Error(`${fileName} lies over something else`)
  const header = Buffer.alloc(HEADER)
  await file.read(header, 0, HEADER, begin)
  return begin + HEADER + header.readUInt16LE(26) + header.readUInt16LE(28)
}

async function passFrame(pass: Pass, until: number): Promise<void> {
  for await (const block of blocksOf(pass.file, pass.at, until)) {
    pass.frame.update(block)
    pass.tell(block.length)
  }
  pass.at = until
}

async function passContent(
  pass: Pass,
  entry: Entry,
  target: string | undefined,
  isSealed: boolean,
): Promise<string> {
  const { file, at, tell, frame } = pass
  const hash = createHash('sha256')
  const seen = (block: Buffer) => {
    hash.update(block)
    if (isSealed) frame.update(block)
    tell(block.length)
  }
  pass.at += entry.compressedSize
  const blocks = blocksOf(file, at, pass.at)
  if (target === undefined) for await (const block of blocks) seen(block)
  else {
    const output = await openOutput(target, { isSynced: false })
    try {
      await pour(blocks, (block) => output.append(block), seen)
    } finally {
      await output.close()
    }
  }
  return hash.digest('hex')
}
