/** What can be shown as a picture without a part of it being able to run. */
export const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
])

/** A longer text is kept, and neither searched nor sent: no model has room for it. */
export const LONGEST_TEXT_BYTES = 1_000_000

/** Bytes that are enough to recognise every type below. */
export const HEAD_BYTES = 4096

const MAGIC: readonly [type: string, at: number, bytes: string][] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
  ['image/avif', 4, 'ftypavis'],
  ['image/heic', 4, 'ftypheic'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/bmp', 0, 'BM'],
  ['application/pdf', 0, '%PDF-'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/gzip', 0, '\x1f\x8b\x08'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/flac', 0, 'fLaC'],
  ['video/webm', 0, '\x1a\x45\xdf\xa3'],
  ['video/mp4', 4, 'ftyp'],
]

/** The type that a file's first bytes give away; null where they say nothing. Its name is never asked. */
export function typeInBytes(head: Uint8Array): string | null {
  const start = Buffer.from(head.subarray(0, 32)).toString('latin1')
  const found = MAGIC.find(([, at, bytes]) => start.startsWith(bytes, at))
  if (!found) return null
  // Two letters begin many a text; a bitmap goes on with its size and four bytes of nothing.
  if (found[0] === 'image/bmp' && start.slice(6, 10) !== '\0\0\0\0') return null
  return found[0]
}

/**
 * The text of a file that is one: UTF-8, or UTF-16 that says so at its start, without the signs that
 * only other files hold. Null for everything else.
 */
export function textInBytes(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // oxlint-disable-next-line no-control-regex -- what these are looked for by
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text.toWellFormed()
  } catch {
    return null
  }
}
