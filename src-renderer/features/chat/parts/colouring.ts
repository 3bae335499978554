import { createCodePlugin } from '@streamdown/code'
import type { CodeHighlighterPlugin, HighlightResult } from 'streamdown'

/** A stretch of code and the style that it is drawn in; null is that of plain text. */
export type Token = readonly [text: string, style: Readonly<Record<string, string>> | null]

export interface ColourRequest {
  block: number
  language: string
  /** The code in its groups of lines. */
  groups: readonly string[]
  /** The first group that has changed; those before it are known. */
  from: number
}

export interface ColouredGroup {
  block: number
  group: number
  tokens: readonly Token[]
  last: boolean
}

const PATIENCE = 10_000

// The pair of GitHub's themes whose every colour has enough contrast on our code background.
const plugin: CodeHighlighterPlugin = createCodePlugin({
  themes: ['github-light-default', 'github-dark-default'],
})
const waiting = new Map<number, ColourRequest>()
let working = false

self.addEventListener('message', ({ data }: MessageEvent<ColourRequest>) => {
  waiting.set(data.block, data)
  if (!working) void work()
})

/** One block after the other, each group by group, so that a newer wish for a block replaces an older. */
async function work() {
  working = true
  for (let next = take(); next; next = take()) await colour(next)
  working = false
}

function take() {
  const [next] = waiting.values()
  if (next) waiting.delete(next.block)
  return next
}

async function colour({ block, language, groups, from }: ColourRequest) {
  let code = groups.slice(0, from).join('')
  let first = lineBreaksIn(code)
  for (const [group, text] of groups.entries()) {
    if (group < from) continue
    code += text
    const last = group === groups.length - 1
    const rows = await rowsOf(last ? code : code.slice(0, -1), language)
    const tokens = joined(rows.slice(first), !last)
    first += lineBreaksIn(text)
    self.postMessage({ block, group, tokens, last } satisfies ColouredGroup)
    if (waiting.has(block)) return
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function lineBreaksIn(code: string) {
  return code.split('\n').length - 1
}

/** The plugin goes on where it stopped in a shorter beginning of the same code. */
function rowsOf(code: string, language: string): Promise<HighlightResult['tokens']> {
  return new Promise((resolve) => {
    // Of a grammar that cannot be loaded nothing is told: its code stays plain, and others get their colours.
    const late = setTimeout(() => resolve([]), PATIENCE)
    const tell = ({ tokens }: HighlightResult) => {
      clearTimeout(late)
      resolve(tokens)
    }
    const options = { code, language, isIncomplete: true, themes: plugin.getThemes() }
    const now = plugin.highlight(options, tell)
    if (now) tell(now)
  })
}

/** As few tokens as say the same: neighbours in one style are one, and a space has none of its own. */
function joined(rows: HighlightResult['tokens'], openEnd: boolean): Token[] {
  const tokens: [string, Token[1]][] = []
  let before = ''
  const add = (text: string, style: Token[1]) => {
    const key = JSON.stringify(style)
    const last = tokens.at(-1)
    if (last && (key === before || text.trim() === '')) last[0] += text
    else {
      tokens.push([text, style])
      before = key
    }
  }
  for (const [index, row] of rows.entries()) {
    for (const { content, htmlStyle } of row) add(content, styleOf(htmlStyle))
    if (openEnd || index < rows.length - 1) add('\n', null)
  }
  return tokens
}

function styleOf(style: Record<string, string> = {}): Token[1] {
  const { color, '--shiki-dark': dark, 'font-style': slant, 'font-weight': weight } = style
  return {
    ...(color && dark && { color: `light-dark(${color}, ${dark})` }),
    ...(slant && slant !== 'inherit' && { fontStyle: slant }),
    ...(weight && weight !== 'inherit' && { fontWeight: weight }),
  }
}
