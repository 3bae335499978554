import { cellsOf, endOfLine } from '@contract/tables'

/** Cells that are drawn within a few milliseconds. */
const CELLS = 120
/** Characters that a column is wide at the least and at the most; what is longer is wrapped. */
const NARROWEST = 3
const WIDEST = 32

/** The rows of a long table in groups that are drawn one by one. All but the last stay while it grows. */
export function rowGroups(body: string, head: string) {
  const size = Math.max(1, Math.floor(CELLS / cellsOf(head.slice(0, endOfLine(head, 0))).length))
  const groups: string[] = []
  let count = 0
  for (let start = 0, end = 0; end < body.length; start = end) {
    for (let row = 0; row < size && end < body.length; row += 1) {
      end = endOfLine(body, end)
      count += 1
    }
    groups.push(body.slice(start, end))
  }
  return { groups, count }
}

/** The widths of the columns, as the head and the first rows need them. */
export function widthsOf(head: string, rows: string): readonly number[] {
  const [first = '', , ...others] = (head + rows).trimEnd().split('\n')
  const widths = cellsOf(first).map((cell) => cell.length)
  for (const row of others) {
    for (const [index, cell] of cellsOf(row).entries()) {
      const before = widths[index]
      if (before !== undefined && cell.length > before) widths[index] = cell.length
    }
  }
  return widths.map((width) => Math.min(WIDEST, Math.max(NARROWEST, width + 1)))
}
