/** Quotes and lists inside each other: the parsers take time for every level of every level. */
const DEEPEST = 32
/** Openings of emphasis, code, links, tags and entities in one block: each may look at all others. */
const MARKS = 1200
/** A line of this length is no prose. */
const LINE = 16_000
/** A block that cannot be cut is parsed and laid out as one. */
const BLOCK = 16_000
/** Characters of formulas in one block, with some for each of them. */
export const FORMULAS = 1500
const EACH = 20
/** Columns of one row; more cannot be read either, and the parsers take quadratic time for them. */
export const COLUMNS = 128

/** What one of these takes to draw, in characters of prose. */
const MARK = 15
const CELL = 25
const ITEM = 30
const FORMULA = 500
/** A formula is some ten elements for each of its characters, which are all laid out as one. */
const IN_FORMULA = 4
const DATA_IMAGE = '](data:image/'

/** Lines of Markdown without an empty one between them. */
export interface Block {
  start: number
  /** Its first line. */
  first: string
  /** Elements that were open before it. */
  tags: number
  length: number
  marks: number
  /** Characters of its formulas, and of one that is open at its end. */
  formulas: number
  open: number
  /** Within a formula that goes on over empty lines, as one does that begins with a line of its own. */
  fenced: boolean
  heavy: boolean
}

export function newBlock(start: number, first: string, tags: number, inFormula = false): Block {
  const none = { length: 0, marks: 0, formulas: 0, open: 0, heavy: false }
  return { start, first, tags, ...none, fenced: inFormula }
}

/** Adds a line to a block, which may begin within a formula, and says how long it takes to draw. */
export function weigh(block: Block, line: string, inFormula = false): number {
  if (block.heavy) return 0
  const isImage = line.includes(DATA_IMAGE)
  const length = isImage ? 0 : line.length
  const marks = count(line, isMark)
  const pipes = count(line, isPipe)
  const before = block.formulas + block.open
  readFormulas(block, line, inFormula)
  const inside = Math.max(0, block.formulas + block.open - before)
  block.length += length
  block.marks += marks
  block.heavy =
    pipes > COLUMNS ||
    block.formulas + (block.fenced ? block.open : 0) > FORMULAS ||
    block.marks > MARKS ||
    block.length > BLOCK ||
    length > LINE ||
    depthOf(line) > DEEPEST
  const drawn = formulas(line) * FORMULA + inside * IN_FORMULA
  const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line) ? ITEM : 0
  return length + marks * MARK + pipes * CELL + item + drawn
}

/** What begins or ends a formula in a line. */
export function formulas(line: string): number {
  return partsOf(line).length - 1
}

/** What stands between those, without code, in which dollars are dollars. */
function partsOf(line: string) {
  if (!line.includes('$$')) return [line]
  return (line.includes('`') ? line.replace(/(`+)[^`]+\1/g, '') : line).split('$$')
}

/** Counts the characters of formulas; of one that never ends only those that are drawn as one. */
function readFormulas(block: Block, line: string, inFormula: boolean) {
  let inside = inFormula
  for (const [index, part] of partsOf(line).entries()) {
    if (index > 0) {
      inside = !inside
      if (inside) block.fenced = index === 1 && line.trimStart().startsWith('$$')
      else {
        block.formulas += block.open + EACH
        block.open = 0
        block.fenced = false
      }
    }
    if (inside) block.open += part.length
  }
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
