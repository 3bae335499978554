import { isEdge } from '@contract/edges'
import type { FoundWord } from '@contract/search'

const BLOCK = 'p, li, pre, h1, h2, h3, h4, h5, h6, td, th, blockquote, section, div'

/** Where the words stand in the text of an element, in order. */
export function rangesIn(element: Element, words: readonly FoundWord[]): Range[] {
  const { text, nodes } = textOf(element)
  const places = words
    .flatMap((word) => placesOf(text, word))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const ranges: Range[] = []
  let end = 0
  let first = 0
  for (const place of places) {
    // Of two spellings that overlap, the first and longer one counts.
    if (place.start < end) continue
    end = place.end
    first = lastBefore(nodes, first, place.start + 1)
    const range = rangeOf(nodes[first], nodes[lastBefore(nodes, first, end)], place)
    if (range) ranges.push(range)
  }
  return ranges
}

/** From one piece on, the last that begins before a place: places come in order, so none is passed twice. */
function lastBefore(nodes: readonly Piece[], from: number, place: number) {
  let at = from
  while ((nodes[at + 1]?.start ?? place) < place) at += 1
  return at
}

interface Piece {
  node: Text
  start: number
}

/** The text as it is read: with a break between blocks, so that no word reaches into the next. */
function textOf(element: Element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: Piece[] = []
  let text = ''
  let before: Element | null = null
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!(node instanceof Text) || parent?.closest('button')) continue
    const block = parent?.closest(BLOCK) ?? null
    if (block !== before && text !== '') text += '\n'
    before = block
    nodes.push({ node, start: text.length })
    text += node.data
  }
  return { text, nodes }
}

interface Place {
  start: number
  end: number
}

/** Where words stand in a text; any white space in them may be another one there. */
export function placesOf(text: string, { text: word, whole }: FoundWord): Place[] {
  if (word === '') return []
  const pattern = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
  const places = Array.from(text.matchAll(new RegExp(pattern, 'g')), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }))
  return whole
    ? places.filter(({ start, end }) => isEdge(text, start) && isEdge(text, end))
    : places
}

function rangeOf(first: Piece | undefined, last: Piece | undefined, { start, end }: Place) {
  if (!first || !last) return null
  const range = document.createRange()
  range.setStart(first.node, start - first.start)
  range.setEnd(last.node, Math.min(end - last.start, last.node.length))
  return range
}
