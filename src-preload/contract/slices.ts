/** Characters and lines of plain text that are laid out in one go. */
const SLICE = 8000
const LINES = 200

/** A long text in slices, each of whole lines where its lines are not long themselves. */
export function slicesOf(text: string): readonly string[] {
  const slices: string[] = []
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = endOfSlice(text, start)
    slices.push(text.slice(start, end))
  }
  return slices
}

function endOfSlice(text: string, start: number): number {
  const most = start + SLICE
  let end = start
  for (let line = 0; line < LINES; line += 1) {
    const newline = text.indexOf('\n', end)
    if (newline < 0 && text.length <= most) return text.length
    if (newline < 0 || newline >= most) break
    end = newline + 1
  }
  if (end > start) return end
  // Never between the two halves of a character.
  return /[\udc00-\udfff]/.test(text.charAt(most)) ? most + 1 : Math.min(most, text.length)
}
