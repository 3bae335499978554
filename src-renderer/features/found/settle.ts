import type { Target } from '../../stores/found'
import { contentOf } from './useMarks'
import { rangesIn } from './ranges'

/** Frames for which a place must not move any more, and after which the waiting ends in any case. */
const CALM = 12
const MOST = 300
/** Room above and below, also for the find bar. */
const TOP = 64
const BOTTOM = 24

interface Ways {
  scroller: HTMLElement
  /** Brings the row of the message near, wherever it now stands. */
  approach: () => void
  /** Scrolls by so much. */
  move: (by: number) => void
  /** Whether something else has the say by now. */
  over: () => boolean
}

/**
 * Brings a message into sight, or of one that is too long its mark, and holds it there until what is
 * around it has been read and measured. Answers the message, or null when it never came.
 */
export async function settle(target: Target, { scroller, approach, move, over }: Ways) {
  const find = () => scroller.querySelector<HTMLElement>(`[data-message-id="${target.messageId}"]`)
  let calm = 0
  for (let frame = 0; frame < MOST && calm < CALM && !over(); frame += 1) {
    const article = find()
    const by = article && wayTo(article, target, scroller)
    if (by === null) approach()
    else if (by !== 0) move(by)
    // What is not drawn yet may hold words that count, and move what stands below it.
    const busy = article?.querySelector('[aria-busy]')
    calm = by === 0 && !busy ? calm + 1 : 0
    await new Promise(requestAnimationFrame)
  }
  return find()
}

/** How far to scroll, as far as that is possible. */
function wayTo(article: HTMLElement, target: Target, scroller: HTMLElement) {
  const room = scroller.getBoundingClientRect()
  const top = room.top + TOP
  const bottom = room.bottom - BOTTOM
  const whole = article.getBoundingClientRect()
  const fits = whole.height <= bottom - top
  const place = fits ? whole : (placeOf(article, target) ?? topOf(whole))
  if (place.top >= top && place.bottom <= bottom) return 0
  const wanted = fits ? top + (bottom - top - whole.height) / 3 : top + (bottom - top) / 4
  const { scrollTop, scrollHeight, clientHeight } = scroller
  const to = Math.min(Math.max(0, scrollTop + place.top - wanted), scrollHeight - clientHeight)
  const by = Math.round(to - scrollTop)
  return Math.abs(by) <= 1 ? 0 : by
}

function placeOf(article: HTMLElement, { words, at }: Target) {
  const content = contentOf(article)
  const ranges = content ? rangesIn(content, words) : []
  return ranges[Math.min(at, ranges.length - 1)]?.getBoundingClientRect()
}

function topOf({ top }: DOMRect) {
  return { top, bottom: top + 1 }
}
