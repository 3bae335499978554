/** A stretch of a long text that can be drawn by itself. */
export interface Piece {
  start: number
  end: number
  /** Whether a fenced block of code is open where it begins. */
  inCode: boolean
}

/** UTF-16 units that are drawn as one; Markdown of this length is drawn within a frame or two. */
const PIECE = 50_000
/** How far beyond that a place to cut is looked for. */
const SEARCH = 4000

/**
 * Cuts a text that only grows into pieces. `known` are those of a shorter beginning of it: all but the
 * last stay as they are, so that a piece that was drawn is not drawn again.
 */
export function cutPieces(text: string, known: readonly Piece[]): readonly Piece[] {
  const pieces = known.slice(0, -1)
  let { start, inCode } = known.at(-1) ?? { start: 0, inCode: false }
  while (text.length - start > PIECE + SEARCH) {
    const end = cutAfter(text, start + PIECE)
    pieces.push({ start, end, inCode })
    inCode = inCode !== hasOddFences(text.slice(start, end))
    start = end
  }
  return [...pieces, { start, end: text.length, inCode }]
}

/** Between two paragraphs, or two lines, or anywhere in a text without either. */
function cutAfter(text: string, from: number): number {
  const near = text.slice(from, from + SEARCH)
  for (const border of ['\n\n', '\n']) {
    const at = near.indexOf(border)
    if (at >= 0) return from + at + border.length
  }
  // Never between the two halves of a character.
  return /[\udc00-\udfff]/.test(text.charAt(from)) ? from + 1 : from
}

function hasOddFences(text: string): boolean {
  return (text.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0) % 2 === 1
}
