/** A stretch of Markdown that is drawn, or shown as it was written because it is too heavy. */
export interface Stretch {
  start: number
  text: string
  heavy: boolean
}

/** Quotes and lists inside each other: the parsers take time for every level of every level. */
const DEEPEST = 32
/** Columns of one row; more cannot be read either. */
const COLUMNS = 128
/** Cells of one table. */
const CELLS = 2000
/** Openings of emphasis, code, links, tags and entities in one block: each may look at all others. */
const MARKS = 1200
/** Elements that are open at once, over all blocks: the page's process dies of some thousands. */
const OPEN_TAGS = 100
/** A line of this length is no prose. */
const LINE = 16_000
/** A block without an empty line is parsed and laid out as one. */
const BLOCK = 40_000

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/s
const OPENS = /<(?!(?:br|hr|img|input|wbr|col|source)\b|https?:|mailto:)[a-z]/gi
const CLOSES = /<\/[a-z]|\/>/gi
const DATA_IMAGE = '](data:image/'

/**
 * Cuts a text between its blocks where one of them would keep the window busy for longer than a frame.
 * One pass and no backtracking, because it runs for every piece of a reply that arrives.
 */
export function stretches(text: string): readonly Stretch[] {
  const found: { start: number; heavy: boolean }[] = []
  let block = newBlock(0)
  let fence: string | null = null
  let tags = 0

  function endBlock(next: number) {
    if (found.at(-1)?.heavy !== block.heavy) found.push({ start: block.start, heavy: block.heavy })
    block = newBlock(next)
  }

  for (let start = 0, end = 0; start < text.length; start = end) {
    const newline = text.indexOf('\n', start)
    end = newline < 0 ? text.length : newline + 1
    const line = text.slice(start, newline < 0 ? end : newline)
    const [, ticks, after = ''] = FENCE.exec(line) ?? []
    if (fence !== null) {
      if (ticks?.startsWith(fence) && after.trim() === '') {
        fence = null
        if (isAtMargin(line)) endBlock(end)
      }
    } else if (ticks && (ticks.startsWith('~') || !after.includes('`'))) {
      if (isAtMargin(line)) endBlock(start)
      fence = ticks
    } else if (line.trim() === '') endBlock(end)
    else {
      weigh(block, line)
      tags += (line.match(OPENS)?.length ?? 0) - (line.match(CLOSES)?.length ?? 0)
      if (tags > OPEN_TAGS) block.heavy = true
    }
  }
  if (block.start < text.length) endBlock(text.length)

  return found.map(({ start, heavy }, index) => ({
    start,
    heavy,
    text: text.slice(start, found[index + 1]?.start),
  }))
}

interface Block {
  start: number
  heavy: boolean
  length: number
  marks: number
  cells: number
}

function newBlock(start: number): Block {
  return { start, heavy: false, length: 0, marks: 0, cells: 0 }
}

function weigh(block: Block, line: string) {
  if (block.heavy) return
  const pipes = count(line, isPipe)
  if (!line.includes(DATA_IMAGE)) block.length += line.length
  block.marks += count(line, isMark)
  block.cells += pipes
  block.heavy =
    pipes > COLUMNS ||
    block.cells > CELLS ||
    block.marks > MARKS ||
    block.length > BLOCK ||
    (line.length > LINE && !line.includes(DATA_IMAGE)) ||
    depthOf(line) > DEEPEST
}

/** How many runs of such characters are in a line. */
function count(line: string, counts: (code: number) => boolean) {
  let runs = 0
  let before = 0
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at)
    if (counts(code) && (code !== before || code === OPEN_BRACKET || code === PIPE)) runs += 1
    before = code
  }
  return runs
}

const PIPE = 124
const OPEN_BRACKET = 91

function isPipe(code: number) {
  return code === PIPE
}

/** One of `$ & * < [ _ ~` and the backtick. */
function isMark(code: number) {
  return (
    code === 42 ||
    code === 95 ||
    code === 96 ||
    code === OPEN_BRACKET ||
    code === 60 ||
    code === 38 ||
    code === 126 ||
    code === 36
  )
}

/** Of the quotes and lists that a line begins with; each may be inside the ones above it by indentation. */
function depthOf(line: string) {
  const prefix = /^(?:[ \t]|>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/.exec(line)?.[0] ?? ''
  const markers = prefix.match(/>|[-*+]|\d+/g)?.length ?? 0
  const indent = /^[ \t]*/.exec(prefix)?.[0].replaceAll('\t', '    ').length ?? 0
  return markers === 0 ? 0 : markers + Math.floor(indent / 2)
}

function isAtMargin(line: string) {
  return line.startsWith('`') || line.startsWith('~')
}
