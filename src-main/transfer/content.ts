import { AppError } from '../errors'
import type { BundleFile } from './bundle'

/** Characters in which the shape of a file must show. */
const HEAD = 1024 * 1024
/** Bytes of a file that has to be read whole, because its parts belong together. */
const LARGEST_WHOLE = 256 * 1024 * 1024
const LARGEST_ATTACHMENT = 512 * 1024 * 1024

type Decoder = InstanceType<typeof TextDecoder>

/** A file as UTF-8 without a mark, whatever encoding it says, or by its zeros shows, it has. */
export async function* utf8Of(file: BundleFile): AsyncGenerator<Uint8Array> {
  let decoder: Decoder | null | undefined
  let first = new Uint8Array()
  for await (const chunk of file.read()) {
    if (decoder !== undefined) {
      yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk
      continue
    }
    first = Buffer.concat([first, chunk])
    if (first.length < 4) continue
    decoder = decoderOf(first)
    yield decoder ? Buffer.from(decoder.decode(first, { stream: true })) : withoutMark(first)
  }
  if (decoder === undefined && first.length > 0) yield withoutMark(first)
}

function decoderOf(first: Uint8Array): Decoder | null {
  const [one, two] = first
  if ((one === 0xff && two === 0xfe) || (one !== 0 && two === 0)) return new TextDecoder('utf-16le')
  if ((one === 0xfe && two === 0xff) || (one === 0 && two !== 0)) return new TextDecoder('utf-16be')
  return null
}

function withoutMark(first: Uint8Array): Uint8Array {
  const hasMark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf
  return hasMark ? first.subarray(3) : first
}

/** The beginning of a file when it may be JSON; of any other only the first few bytes. */
export async function headOf(file: BundleFile): Promise<string> {
  const decoder = new TextDecoder()
  let head = ''
  for await (const chunk of utf8Of(file)) {
    head += decoder.decode(chunk, { stream: true })
    if (head.length >= HEAD || !/^\s*(?:[[{]|$)/.test(head.slice(0, HEAD))) break
  }
  return head
}

/** A JSON file that has to be read whole. Throws `import_damaged` or `import_too_large`. */
export async function jsonOf(file: BundleFile): Promise<unknown> {
  const bytes = await bytesOf(file, LARGEST_WHOLE, utf8Of(file))
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new AppError('import_damaged', error instanceof Error ? error.message : file.name)
  }
}

/** The content of a file that somebody attached. Throws `import_too_large`. */
export function attachmentOf(file: BundleFile): Promise<Uint8Array> {
  return bytesOf(file, LARGEST_ATTACHMENT, file.read())
}

async function bytesOf(file: BundleFile, most: number, chunks: AsyncIterable<Uint8Array>) {
  const held: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > most) throw new AppError('import_too_large', file.name)
    held.push(new Uint8Array(chunk))
  }
  return Buffer.concat(held)
}
