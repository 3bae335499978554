import type { Snippet } from '@contract/search'

/** Text in which the words that were searched for are marked. */
export function Marked({ text }: { text: Snippet }) {
  return text.map((piece, index) =>
    // The pieces never change places.
    piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  )
}

export function plain(text: Snippet) {
  return text.map((piece) => piece.text).join('')
}
