import type { ProviderPart } from './provider'

type Piece = Extract<ProviderPart, { type: 'text' | 'reasoning' }>

/**
 * Takes the `<think>…</think>` with which many local models begin out of the text. Only at the very
 * start: later on, a model that writes the tag writes about it.
 */
export function createThinkSplitter() {
  let state: 'start' | 'thinking' | 'leaving' | 'text' = 'start'
  let held = ''
  let closing = ''

  return {
    push(delta: string): Piece[] {
      held += delta
      const pieces: Piece[] = []
      if (state === 'start') {
        const opening = /^\s*<(think|thinking)>/.exec(held)
        if (!opening && couldOpen(held)) return []
        if (opening) {
          closing = `</${opening[1]}>`
          held = held.slice(opening[0].length)
        }
        state = opening ? 'thinking' : 'text'
      }
      if (state === 'thinking') {
        const end = held.indexOf(closing)
        const safe = end >= 0 ? end : held.length - overlap(held, closing)
        add(pieces, 'reasoning', held.slice(0, safe))
        held = end >= 0 ? held.slice(end + closing.length) : held.slice(safe)
        if (end >= 0) state = 'leaving'
      }
      if (state === 'leaving') {
        held = held.trimStart()
        if (held) state = 'text'
      }
      if (state === 'text') {
        add(pieces, 'text', held)
        held = ''
      }
      return pieces
    },
    /** What was held back, once nothing more can come. */
    flush(): Piece[] {
      const pieces: Piece[] = []
      add(pieces, state === 'thinking' ? 'reasoning' : 'text', held)
      held = ''
      return pieces
    },
  }
}

function couldOpen(text: string): boolean {
  const begun = text.trimStart()
  return text.length < 1_000 && ('<thinking>'.startsWith(begun) || '<think>'.startsWith(begun))
}

/** How many characters at the end of `text` may be the beginning of `tag`. */
function overlap(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--) {
    if (tag.startsWith(text.slice(-length))) return length
  }
  return 0
}

function add(pieces: Piece[], type: Piece['type'], text: string) {
  if (text) pieces.push({ type, text })
}
