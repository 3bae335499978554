import { AppError } from '../errors'

// Cuts JSON into values that are parsed one by one, so that memory is bounded by the largest of them
// and not by the file. Only the frame around them is looked at here; the values are JSON.parse's.

/** Bytes of one value: a conversation with its pictures. */
const LARGEST = 256 * 1024 * 1024
/** Levels within one value. JSON.parse itself bears twice as many. */
const DEEPEST = 100_000
/** Bytes of a text that are gone through one by one. */
const SHORT = 32

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c]
const LETTERS = 0x41
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]

type Inside = 'nothing' | 'text' | 'container' | 'scalar'

/** A value and the key of the outer object that it stands at; undefined with `damaged` when it is no JSON. */
export interface Piece {
  key: string | null
  value: unknown
  /** Where it begins, in bytes. */
  offset: number
  damaged: boolean
}

/**
 * Into what a file is cut. `fields`: the elements of the outer list or the fields of the outer object;
 * `elements`: the same, but a field that is a list element by element; `documents`: values that follow
 * each other, as in JSON Lines.
 */
export type Form = 'fields' | 'elements' | 'documents'

/**
 * The values of a file, in order.
 * Throws `import_damaged` with the byte at which the frame ends too early or does not close,
 * and `import_too_large` for a value that is too large to be held.
 */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  form: Form,
): AsyncGenerator<Piece> {
  yield* cut(chunks, openScanner(form, parse))
}

/** Where the values of a file begin, without reading them; throws what `piecesOf` throws. */
export async function* placesOf(
  chunks: AsyncIterable<Uint8Array>,
  form: Form,
): AsyncGenerator<Pick<Piece, 'key' | 'offset'>> {
  yield* cut(chunks, openScanner(form, null))
}

async function* cut(
  chunks: AsyncIterable<Uint8Array>,
  scanner: ReturnType<typeof openScanner>,
): AsyncGenerator<Piece> {
  for await (const chunk of chunks) yield* scanner.feed(chunk)
  yield* scanner.end()
}

/** Without `read` only keys are read. */
function openScanner(form: Form, read: typeof parse | null) {
  const frames: number[] = []
  let inside: Inside = 'nothing'
  let inText = false
  let skipNext = false
  let depth = 0
  let key: string | null = null
  let held: Uint8Array[] = []
  let heldBytes = 0
  let offset = 0
  let pieceAt = 0
  // Where the next is. Looked for once and again only when passed: asking at every escape would take quadratic time.
  let quote = -1
  let slash = -1

  return { feed, end }

  function feed(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = []
    let start = 0
    let at = 0
    quote = -1
    slash = -1
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0
      if (inside === 'nothing') {
        if (!isBetween(byte)) {
          if (!frameChanges(byte, offset + at)) {
            start = at
            if (begin(byte, offset + at) === 'text') at += 1
            continue
          }
        }
        at += 1
      } else if (inside !== 'scalar') {
        at = passValue(chunk, at)
        if (depth === 0 && !inText) finish(pieces, chunk.subarray(start, at))
      } else if (isBetween(byte) || byte === CLOSE || byte === CLOSE_LIST || byte === OPEN) {
        finish(pieces, chunk.subarray(start, at))
      } else at += 1
    }
    if (inside !== 'nothing') hold(chunk.subarray(start))
    offset += chunk.length
    return pieces
  }

  /** Goes on in a text or a container to where it ends, or the chunk does. In variables of its own, which are quick. */
  function passValue(chunk: Uint8Array, from: number): number {
    const { length } = chunk
    let at = from
    let level = depth
    let isText = inText
    if (skipNext) at += 1
    skipNext = false
    while (at < length && (isText || level > 0 || at === from)) {
      if (isText) {
        const near = Math.min(at + SHORT, length)
        while (at < near && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH) at += 1
        if (at === near) at = endOfText(chunk, at)
        isText = chunk[at] !== QUOTE
        skipNext = at + 1 === length && chunk[at] === BACKSLASH
        at += chunk[at] === BACKSLASH ? 2 : 1
      } else {
        const byte = chunk[at] ?? 0
        at += 1
        if (byte === QUOTE) isText = true
        else if (byte < LETTERS) continue
        else if (byte === OPEN || byte === OPEN_LIST) level += 1
        else if (byte === CLOSE || byte === CLOSE_LIST) level -= 1
        if (level > DEEPEST) throw damagedAt(offset + at)
      }
    }
    at = Math.min(at, length)
    depth = level
    inText = isText
    return at
  }

  /** Where a text ends, or has an escape. */
  function endOfText(chunk: Uint8Array, at: number): number {
    if (quote < at) quote = placeOf(QUOTE, chunk, at)
    if (slash < at) slash = placeOf(BACKSLASH, chunk, at)
    return Math.min(quote, slash)
  }

  function end(): Piece[] {
    const pieces: Piece[] = []
    if (inside === 'scalar') finish(pieces, new Uint8Array())
    if (inside !== 'nothing' || frames.length > 0) throw damagedAt(offset)
    return pieces
  }

  /** Whether the byte opens or closes what is around the values. */
  function frameChanges(byte: number, where: number): boolean {
    if (byte === CLOSE || byte === CLOSE_LIST) {
      const opened = frames.pop()
      if (opened !== (byte === CLOSE ? OPEN : OPEN_LIST)) throw damagedAt(where)
      key = null
      return true
    }
    if (form === 'documents' || (byte !== OPEN && byte !== OPEN_LIST)) return false
    const isOuter = frames.length === 0
    const isField = form === 'elements' && frames.length === 1 && key !== null && byte === OPEN_LIST
    if (isOuter || isField) frames.push(byte)
    return isOuter || isField
  }

  function begin(byte: number, where: number): Inside {
    if (awaitsKey() && byte !== QUOTE) throw damagedAt(where)
    const isContainer = byte === OPEN || byte === OPEN_LIST
    inside = isContainer ? 'container' : byte === QUOTE ? 'text' : 'scalar'
    inText = inside === 'text'
    depth = 0
    pieceAt = where
    return inside
  }

  function awaitsKey() {
    return frames.at(-1) === OPEN && key === null
  }

  function hold(bytes: Uint8Array): void {
    // A copy, because the reader may use its memory again.
    if (read || (inside === 'text' && awaitsKey())) held.push(new Uint8Array(bytes))
    heldBytes += bytes.length
    if (heldBytes > LARGEST) throw new AppError('import_too_large', `byte ${pieceAt}`)
  }

  function finish(pieces: Piece[], last: Uint8Array): void {
    const bytes = held.length > 0 ? Buffer.concat([...held, last]) : last
    held = []
    heldBytes = 0
    const isKey = inside === 'text' && awaitsKey()
    inside = 'nothing'
    const { value, damaged } = isKey ? parse(bytes) : (read?.(bytes) ?? NOTHING)
    if (isKey) key = typeof value === 'string' ? value : ''
    else {
      pieces.push({ key, value, offset: pieceAt, damaged })
      if (frames.at(-1) === OPEN) key = null
    }
  }
}

const NOTHING = { value: undefined, damaged: false }

function parse(bytes: Uint8Array): { value: unknown; damaged: boolean } {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    return { value: JSON.parse(text), damaged: false }
  } catch {
    return { value: undefined, damaged: true }
  }
}

/** The end where there is none. */
function placeOf(byte: number, chunk: Uint8Array, from: number): number {
  const at = chunk.indexOf(byte, from)
  return at === -1 ? chunk.length : at
}

function isBetween(byte: number) {
  return byte <= 0x20 || byte === COMMA || byte === COLON
}

function damagedAt(offset: number) {
  return new AppError('import_damaged', `byte ${offset}`)
}
