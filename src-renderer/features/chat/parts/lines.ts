/** Lines of code that are drawn, coloured and skipped together, and characters, unless a line has more. */
export const GROUP_LINES = 16
const GROUP_LENGTH = 2000
/** Groups beyond which code is not coloured: that would take more memory than it is worth. */
export const COLOURED = 400
/** The same for code without colours. */
export const PLAIN_LINES = 200
const PLAIN_LENGTH = 8000
/** A longer line is no code that anyone reads: it is wrapped, and cut where it stands. */
const LONGEST_LINE = 10_000

export interface CodeLines {
  /** Together they are the code. Each but the last ends with its line. */
  groups: readonly string[]
  /** Columns of its longest line. */
  width: number
  /** With a line that is too long to be laid out as one. */
  endless: boolean
  /** Where the last group begins. */
  start: number
}

const NONE: CodeLines = { groups: [], width: 0, endless: false, start: 0 }

/**
 * Cuts code into groups of lines. `known` are those of a beginning of it: all but the last stay as they
 * are, so that code that grows is not read again.
 */
export function cutLines(code: string, known: CodeLines = NONE): CodeLines {
  const groups = known.groups.slice(0, -1)
  let { width, endless, start } = known
  for (;;) {
    const [most, room] =
      groups.length < COLOURED ? [GROUP_LINES, GROUP_LENGTH] : [PLAIN_LINES, PLAIN_LENGTH]
    let end = start
    for (let line = 0; line < most && end < code.length; line += 1) {
      const newline = code.indexOf('\n', end)
      const next = newline < 0 ? code.length : newline + 1
      const length = next - end
      if (line > 0 && next - start > room) break
      if (length > LONGEST_LINE) endless = true
      else if (length > width) width = Math.max(width, columns(code.slice(end, next)))
      end = next
    }
    groups.push(code.slice(start, end))
    if (end >= code.length) return { groups, width, endless, start }
    start = end
  }
}

/** What is outside ASCII may take two columns, and a tab eight. */
function columns(line: string): number {
  return line.length + (line.match(/[^\x20-\x7e\n]/g)?.length ?? 0) * (line.includes('\t') ? 7 : 1)
}
