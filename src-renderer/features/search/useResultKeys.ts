import type { Virtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useSearch } from '../../stores/search'
import { BOX, focusBox } from './openSearch'
import { openHit } from './openHit'
import { resultId } from './focusResult'
import { isOption } from './rows'
import type { Row } from './rows'

const PAGE = 5

/** Arrows go from result to result, and above the first one back into the field. */
export function useResultKeys(
  rows: readonly Row[],
  virtualizer: Virtualizer<HTMLDivElement, Element>,
) {
  function goTo(index: number) {
    const row = rows[index]
    if (!row) return
    // It is drawn before it is scrolled to, because what is chosen always is.
    useSearch.getState().keepPlace({ option: row.key })
    if (document.getElementById(resultId(index)) === null) virtualizer.scrollToIndex(index)
    focusRow(index)
  }

  function choose(index: number) {
    const row = rows[index]
    if (!row || row.kind === 'heading') return
    useSearch.getState().keepPlace({ option: row.key })
    if (row.kind === 'hit') void openHit(row.hit)
    else if (row.kind === 'next') void useSearch.getState().more()
    else {
      useSearch.getState().expand(row.group)
      // The first hit that was hidden takes the place of what was pressed.
      requestAnimationFrame(() => focusRow(index))
    }
  }

  /** The option `by` options away from a row, or the outermost one on that side. */
  function optionFrom(index: number, by: number) {
    let at = index
    for (let left = Math.abs(by); left > 0; left -= 1) {
      let next = at + Math.sign(by)
      while (rows[next] && !isOption(rows[next])) next += Math.sign(by)
      if (!rows[next]) break
      at = next
    }
    return at
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement)) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const index = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index)
    if (Number.isNaN(index)) return
    const target = {
      ArrowDown: optionFrom(index, 1),
      ArrowUp: optionFrom(index, -1),
      PageDown: optionFrom(index, PAGE),
      PageUp: optionFrom(index, -PAGE),
      Home: optionFrom(-1, 1),
      End: optionFrom(rows.length, -1),
    }[event.key]
    if (event.key === 'Enter' || event.key === ' ') choose(index)
    else if (event.key === 'ArrowUp' && target === index) focusBox()
    else if (event.key === 'Escape') focusBox()
    else if (target !== undefined) goTo(target)
    else {
      // Whoever types on means the field.
      if (event.key.length === 1 || event.key === 'Backspace') toBox()
      return
    }
    event.preventDefault()
  }

  return { onKeyDown, choose }
}

/** At once where the row is drawn, so that quick keys count each; else when it is. */
export function focusRow(index: number) {
  if (!take(index)) requestAnimationFrame(() => take(index))
}

function take(index: number) {
  const option = document.getElementById(resultId(index))
  option?.focus({ preventScroll: true })
  option?.scrollIntoView({ block: 'nearest' })
  return option !== null
}

/** At once, so that the key that is being pressed arrives there. */
function toBox() {
  document.getElementById(BOX)?.focus()
}
