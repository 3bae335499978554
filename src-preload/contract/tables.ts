import { COLUMNS } from './weight'

const DELIMITER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
/** What ends a table without an empty line before it. */
const AFTER = /^(?:[>#<]|`{3}|~{3}|[-*+][ \t]|\d{1,9}[.)][ \t]| {4}|\t)/

/**
 * The table whose head and delimiter stand at `start` and `delimiter`: where it ends, and how many
 * columns and rows it has. Null where there is none, or one of more columns than can be drawn.
 */
export function tableAt(text: string, start: number, delimiter: number) {
  const body = endOfLine(text, delimiter)
  const second = text.slice(delimiter, body).trimEnd()
  if (!second.includes('|') || !DELIMITER.test(second)) return null
  const columns = cellsOf(second).length
  if (columns > COLUMNS || cellsOf(text.slice(start, delimiter)).length !== columns) return null
  let rows = 0
  let end = body
  while (end < text.length) {
    const next = endOfLine(text, end)
    const line = text.slice(end, next)
    if (line.trim() === '' || AFTER.test(line)) break
    rows += 1
    end = next
  }
  return { end, columns, rows }
}

/** The cells of a row, as they are written. */
export function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim())
}

/** Where the line after the one at `start` begins. */
export function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline < 0 ? text.length : newline + 1
}
