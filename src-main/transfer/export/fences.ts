/** Text as it is written, or a fenced block of code. */
export type Piece =
  | { type: 'text'; text: string }
  | {
      type: 'code'
      language: string
      text: string
      /** The block as it is written with its fences, if it is sure to end where it seems to. */
      source: string | null
    }

interface Fence {
  indent: number
  mark: string
  language: string
}

const FENCE = /^( {0,3})(`{3,}|~{3,})(.*)$/

/** Takes the fenced blocks out of a text, by the rules of Markdown: a longer fence holds shorter ones. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let lines: string[] = []
  let fence: Fence | null = null
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, indent = '', mark = '', info = ''] = FENCE.exec(line) ?? []
    const isOpening = !fence && mark !== '' && !(mark.startsWith('`') && info.includes('`'))
    if (isOpening) {
      if (lines.length > 0) pieces.push({ type: 'text', text: lines.join('\n') })
      lines = [line]
      fence = { indent: indent.length, mark, language: info.trim() }
    } else if (fence && mark.startsWith(fence.mark) && info.trim() === '') {
      pieces.push(codeOf(fence, lines, line))
      lines = []
      fence = null
    } else lines.push(line)
  }
  if (fence) pieces.push(codeOf(fence, lines, null))
  else if (lines.length > 0) pieces.push({ type: 'text', text: lines.join('\n') })
  return pieces
}

/**
 * A block that is indented may lie in a list, and then ends with it: at the first line that is less
 * indented, without a fence.
 */
function codeOf({ indent, language }: Fence, lines: string[], closing: string | null): Piece {
  const inside = lines.slice(1)
  const all = closing === null ? lines : [...lines, closing]
  const margin = ' '.repeat(indent)
  const isSure = closing !== null && all.every((line) => !line.trim() || line.startsWith(margin))
  const source = isSure ? all.join('\n') : null
  return { type: 'code', language, text: inside.join('\n'), source }
}

/** A block of code whose fence is longer than any in it. */
export function fenced(text: string, language = ''): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  const end = text.endsWith('\n') || text === '' ? '' : '\n'
  return `${fence}${language.replaceAll(/[`\r\n]/g, '')}\n${text}${end}${fence}`
}
