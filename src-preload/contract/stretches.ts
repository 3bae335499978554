import { portions } from './heavy'

/** A stretch of Markdown that is drawn on a page, or written there as it is because it is too heavy. */
export interface Stretch {
  text: string
  heavy: boolean
}

/** Cells of a table that a parser reads in one. */
const CELLS = 2000
/** Characters of one block that it reads in one: a list is only parted where it is longer. */
const BLOCK = 40_000

/** The same for what has time, and draws in one what the window draws in portions. */
export function stretches(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  let block = 0
  for (const { start, end, kind, joined } of portions(text)) {
    const part = text.slice(start, end)
    const heavy = kind === 'written' || (kind === 'table' && part.split('|').length > CELLS)
    block = joined ? block + part.length : part.length
    const last = found.at(-1)
    if (last && last.heavy === heavy && (heavy || !joined || block <= BLOCK)) last.text += part
    else {
      found.push({ text: part, heavy })
      block = part.length
    }
  }
  return found
}
