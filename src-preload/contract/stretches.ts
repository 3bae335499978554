import { portions } from './heavy'

/** A stretch of Markdown that is drawn on a page, or written there as it is because it is too heavy. */
export interface Stretch {
  text: string
  heavy: boolean
}

/** Cells of a table that a parser reads in one. */
const CELLS = 2000

/** The same for what has time, and draws in one what the window draws in portions. */
export function stretches(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  for (const { start, end, kind, joined } of portions(text)) {
    const part = text.slice(start, end)
    const heavy = kind === 'written' || (kind === 'table' && part.split('|').length > CELLS)
    const last = found.at(-1)
    if (last && last.heavy === heavy && (heavy || !joined)) last.text += part
    else found.push({ text: part, heavy })
  }
  return found
}
