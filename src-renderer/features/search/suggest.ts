/** What the program knows to complete a filter with. */
export interface Names {
  projects: readonly string[]
  tags: readonly string[]
  models: readonly string[]
}

export interface Suggestion {
  /** What stands in the field afterwards in place of what was typed. */
  insert: string
  /** What it is: a key of the catalogue, or nothing where the name says it. */
  about: About | null
}

export type About = keyof typeof FILTERS

/** What was typed up to the caret of the word in which it stands, and what it could become. */
export interface Suggestions {
  from: number
  to: number
  items: Suggestion[]
  /** A filter's value is meant to be chosen; a mere word may just be a word. */
  eager: boolean
}

const FILTERS = {
  fromMe: 'from:me',
  fromModel: 'from:model',
  model: 'model:',
  in: 'in:',
  inTrash: 'in:trash',
  tag: 'tag:',
  isPinned: 'is:pinned',
  isArchived: 'is:archived',
  hasImage: 'has:image',
  hasCode: 'has:code',
  hasFile: 'has:file',
  before: 'before:',
  after: 'after:',
}

const MOST = 8
/** A word of one letter begins too many things. */
const LEAST = 2

/** The names that a filter asks for, from the beginning of a token such as `in:`. */
export function namesWanted(text: string, caret: number): 'projects' | 'tags' | null {
  const { word } = tokenAt(text, caret)
  if (/^-?in:/i.test(word)) return 'projects'
  return /^-?tag:/i.test(word) ? 'tags' : null
}

export function suggestionsFor(text: string, caret: number, names: Names, now: Date): Suggestions {
  const { from, to, word } = tokenAt(text, caret)
  const [, minus = '', key = '', colon, typed = ''] = /^(-?)([a-z]*)(:?)(.*)$/is.exec(word) ?? []
  const eager = colon === ':'
  if (!eager && key.length < LEAST) return { from, to, items: [], eager }
  const fixed = Object.entries(FILTERS).map(([about, insert]) => ({
    insert: minus + insert,
    // The keys of the table, which Object.entries widens.
    about: about as About,
  }))
  const wanted = word.toLowerCase()
  const starting = fixed.filter(
    ({ insert }) => insert.startsWith(wanted) && insert.length > wanted.length,
  )
  const values = eager ? valuesOf(key.toLowerCase(), names, now) : []
  const sought = typed.replaceAll('"', '').toLowerCase()
  const named = values
    .filter((name) => name.toLowerCase().includes(sought) && name.toLowerCase() !== sought)
    .map((name) => ({ insert: `${minus}${key.toLowerCase()}:${quoted(name)}`, about: null }))
  return { from, to, items: [...named, ...starting].slice(0, MOST), eager }
}

/** The text and the caret after a suggestion was taken. A filter still without a value gets no space. */
export function withSuggestion(text: string, { from, to }: Suggestions, insert: string) {
  const rest = text.slice(to)
  const space = insert.endsWith(':') || rest.startsWith(' ') ? '' : ' '
  const before = text.slice(0, from) + insert + space
  return { text: before + rest, caret: before.length }
}

/** The word around the caret; within quotation marks a space does not end it. */
function tokenAt(text: string, caret: number) {
  for (const match of text.matchAll(/(?:"[^"]*"?|[^\s"])+/g)) {
    const to = match.index + match[0].length
    if (match.index < caret && caret <= to) {
      return { from: match.index, to, word: text.slice(match.index, caret) }
    }
  }
  return { from: caret, to: caret, word: '' }
}

function valuesOf(key: string, { projects, tags, models }: Names, now: Date): readonly string[] {
  if (key === 'in') return projects
  if (key === 'tag') return tags
  if (key === 'model') return models
  return key === 'before' || key === 'after' ? datesBefore(now) : []
}

/** Today, and the first days of this month, of the one before, and of this year. */
function datesBefore(now: Date) {
  const year = now.getFullYear()
  const month = now.getMonth()
  const days = [now, new Date(year, month, 1), new Date(year, month - 1, 1), new Date(year, 0, 1)]
  const written = days.map((day) =>
    [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((each) => String(each).padStart(2, '0'))
      .join('-'),
  )
  return [...new Set(written)]
}

function quoted(name: string) {
  return /\s/.test(name) ? `"${name.replaceAll('"', '')}"` : name
}
