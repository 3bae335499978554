import { slicesOf } from './slices'
import { endOfLine, tableAt } from './tables'
import { type Block, FORMULAS, formulas, newBlock, weigh } from './weight'

/**
 * A stretch of a reply that is drawn by itself: Markdown, one block of code, one long table, or what is
 * too heavy to be read as Markdown and is shown as it was written.
 */
export interface Portion {
  start: number
  end: number
  kind: 'text' | 'code' | 'table' | 'written'
  /** It goes on with the block before it, without a gap. */
  joined: boolean
  /** How long drawing it takes, in characters of prose. */
  weight: number
  /** Elements that are open at its end. */
  tags: number
}

/** What is drawn in a frame, also by a page that has drawn nothing yet. */
export const PORTION = 2000
/** Cells of a table beyond which it is drawn row by row. */
const LONG_TABLE = 200
/** Code inside of a list, which is drawn with it. */
const FENCED = 40_000
/** Elements that are open at once, over all blocks: the page's process dies of some thousands. */
const OPEN_TAGS = 32

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/s
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/
const UNDERLINE = /^(?:=+|-+)[ \t]*$/
const OPENS = /<(?!(?:br|hr|img|input|wbr|col|source)\b|https?:|mailto:)[a-z]/gi
const CLOSES = /<\/[a-z]|\/>/gi
/** Elements that models put blocks into: what is inside of one is not cut off without need. */
const BOX = /<(\/?)(?:blockquote|center|details|div|figure|ol|section|table|ul)\b/gi

/**
 * Cuts a text, between its blocks where it can, into portions of which none keeps the window busy for
 * longer than a frame. `known` are those of a beginning of it: all but the last stay as they are. One
 * pass and no backtracking, because it runs for every piece of a reply that arrives.
 */
export function portions(text: string, known: readonly Portion[] = []): readonly Portion[] {
  const cutter = new Cutter(text, known)
  while (cutter.at < text.length) cutter.readLine()
  return cutter.finish()
}

class Cutter {
  readonly #text: string
  readonly #done: Portion[]
  #start: number
  #tags: number
  #joined: boolean
  #weight = 0
  #block: Block | null = null
  #fence: string | null = null
  #isFormula = false
  /** Boxes that are open. */
  #boxes = 0
  #inMath = false
  #inList = false
  at: number

  constructor(text: string, known: readonly Portion[]) {
    this.#text = text
    this.#done = known.slice(0, -1)
    const before = this.#done.at(-1)
    this.#start = this.at = before?.end ?? 0
    this.#tags = before?.tags ?? 0
    this.#joined = known.at(-1)?.joined ?? false
    // What was too heavy before its end was known is so to its end.
    if (known.at(-1)?.kind === 'written') this.#write(endOfBlock(text, this.at))
  }

  finish(): readonly Portion[] {
    const end = this.#text.length
    this.#cut(end, 'text')
    const last = this.#done.at(-1)
    return last && last.end < end ? [...this.#done.slice(0, -1), { ...last, end }] : this.#done
  }

  readLine() {
    const { at } = this
    const text = this.#text
    const end = endOfLine(text, at)
    this.at = end
    const line = text.slice(at, text[end - 1] === '\n' ? end - 1 : end)
    const [, ticks, after = ''] = FENCE.exec(line) ?? []
    if (this.#fence !== null)
      this.#readFenced(line, ticks?.startsWith(this.#fence) && !after.trim())
    else if (ticks && (ticks.startsWith('~') || !after.includes('`'))) {
      const apart = isAtMargin(line) && this.#isFree() && after.trim() !== 'math'
      if (apart) this.#takeCode(at, ticks)
      else this.#openFence(at, line, ticks, after.trim() === 'math')
    } else if (line.trim() === '') this.#endBlock()
    else if (!this.#takeTable(at)) this.#readText(at, line)
  }

  /** A block of code at the margin is a portion, however long it is. */
  #takeCode(at: number, ticks: string) {
    this.#cut(at, 'text')
    this.at = endOfFence(this.#text, this.at, ticks)
    this.#weight = Math.min(PORTION, 300 + this.at - at)
    this.#cut(this.at, 'code')
    this.#block = null
    this.#inList = false
  }

  /** One inside of a list or a quote stays there. */
  #openFence(at: number, line: string, ticks: string, isFormula: boolean) {
    this.#fence = ticks
    this.#isFormula = isFormula
    this.#block ??= newBlock(at, line, this.#tags)
    this.#weight += 300
  }

  #readFenced(line: string, closes = false) {
    if (closes) this.#fence = null
    this.#weight += this.#isFormula ? line.length * 4 : line.length / 4
    if (!this.#block) return
    this.#block.length += line.length
    if (this.#block.length > (this.#isFormula ? FORMULAS : FENCED)) {
      const end = closes ? this.at : endOfFence(this.#text, this.at, this.#fence ?? '', true)
      this.#fence = null
      this.#writeBlock(this.#block, end)
    }
  }

  #takeTable(at: number) {
    const block = this.#block
    if (!block || !this.#isFree() || at !== endOfLine(this.#text, block.start)) return false
    const table = tableAt(this.#text, block.start, at)
    const cells = table ? table.columns * table.rows : 0
    if (!table || cells < LONG_TABLE) return false
    this.#cut(block.start, 'text')
    this.#weight = Math.min(PORTION, cells * 25)
    this.at = table.end
    this.#cut(this.at, 'table')
    this.#block = null
    return true
  }

  #readText(at: number, line: string) {
    const first = this.#block === null
    if (first ? this.#parts(line) : this.#divides(line)) {
      this.#cut(at, 'text', !first)
      this.#block = null
    }
    const block = (this.#block ??= newBlock(at, line, this.#tags, this.#inMath))
    this.#weight += weigh(block, line, this.#inMath)
    if (formulas(line) % 2 === 1) this.#inMath = !this.#inMath
    this.#tags += (line.match(OPENS)?.length ?? 0) - (line.match(CLOSES)?.length ?? 0)
    for (const [, close] of line.matchAll(BOX)) this.#boxes += close ? -1 : 1
    if (block.heavy || this.#tags > OPEN_TAGS) {
      this.#writeBlock(block, endOfBlock(this.#text, this.at))
    }
  }

  /** A formula that began within a line is none when an empty one comes before its end. */
  #endBlock() {
    if (this.#block && !this.#block.fenced) this.#inMath = false
    this.#block = null
  }

  /** Whether a portion may end before the block that begins with this line. */
  #parts(line: string) {
    const goesOn = this.#inList && (ITEM.test(line) || /^\s/.test(line))
    this.#inList = goesOn || ITEM.test(line)
    const most = goesOn ? 2 * PORTION : PORTION
    return this.#weight >= most && this.#isFree() && !/^\s/.test(line)
  }

  /** Whether one may end inside of a block: where both halves are of the same kind as the whole. */
  #divides(line: string) {
    const { first = '', fenced = false } = this.#block ?? {}
    if (this.#weight < PORTION || !this.#isFree() || (this.#inMath && fenced)) return false
    if (ITEM.test(first)) return ITEM.test(line)
    if (first.startsWith('>')) return line.startsWith('>')
    return /^[^\s<|]/.test(first) && /^\S/.test(line) && !UNDERLINE.test(line)
  }

  /** Whether nothing is open that a cut would tear. */
  #isFree() {
    return (this.#boxes <= 0 && !this.#inMath) || this.#weight > 6 * PORTION
  }

  #writeBlock(block: Block, end: number) {
    const now = this.#tags
    this.#tags = block.tags
    this.#cut(block.start, 'text')
    this.#tags = now
    this.#write(end)
  }

  /** Shows as written, in stretches that are laid out one by one, what begins where the last portion ended. */
  #write(end: number) {
    this.#joined ||= this.#done.at(-1)?.kind === 'written'
    for (const slice of slicesOf(this.#text.slice(this.#start, end))) {
      this.#weight = slice.length
      const to = this.#start + slice.length
      this.#cut(to, 'written', to < end)
    }
    this.at = end
    this.#block = null
    this.#inList = false
  }

  #cut(end: number, kind: Portion['kind'], nextJoined = false) {
    const start = this.#start
    // Empty lines belong to what comes after them.
    if (kind === 'text' && this.#text.slice(start, end).trim() === '') return
    const [joined, weight, tags] = [this.#joined, this.#weight, this.#tags]
    this.#done.push({ start, end, kind, joined, weight, tags })
    this.#start = end
    this.#joined = nextJoined
    this.#weight = 0
    this.#boxes = 0
    this.#inMath = false
  }
}

function endOfBlock(text: string, from: number) {
  let end = from
  while (end < text.length) {
    const next = endOfLine(text, end)
    if (text.slice(end, next).trim() === '') return end
    end = next
  }
  return end
}

/** After the line that closes a block of code, or the end. In a list it may stand anywhere in its line. */
function endOfFence(text: string, from: number, ticks: string, inside = false) {
  for (let at = text.indexOf(ticks, from); at >= 0; at = text.indexOf(ticks, at + 1)) {
    const before = text.slice(text.lastIndexOf('\n', at) + 1, at)
    const end = endOfLine(text, at)
    const after = text.slice(at, end).trim()
    const opensLine = inside ? before.replaceAll('>', '').trim() === '' : /^ {0,3}$/.test(before)
    if (opensLine && after === (ticks[0] ?? '').repeat(after.length)) return end
  }
  return text.length
}

function isAtMargin(line: string) {
  return line.startsWith('`') || line.startsWith('~')
}
