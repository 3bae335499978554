// What kind of JSON a file holds is said by the names of its outermost fields, which stand in its first
// bytes, however large it is.

const LEVELS = 3

/** What a file is: JSON by its outer bracket and the fields of the first object in it, or a database. */
export interface Shape {
  outer: 'list' | 'object' | 'database' | 'other'
  /** Paths of up to three names with dots between them; lists add no level. Of a database, its tables. */
  keys: ReadonlySet<string>
  /** What short texts stand there, by their path. */
  texts: ReadonlyMap<string, string>
  /** Whether the outermost list or object ended, with nothing in it. */
  isEmpty: boolean
}

export function databaseShape(tables: ReadonlySet<string>): Shape {
  return { outer: 'database', keys: tables, texts: new Map(), isEmpty: false }
}

/** Reads the beginning of a file, which may end anywhere. */
export function shapeOf(head: string): Shape {
  const keys = new Set<string>()
  const texts = new Map<string, string>()
  const first = /\S/.exec(head)?.[0]
  const outer = first === '[' ? 'list' : first === '{' ? 'object' : 'other'
  const stack: { isObject: boolean; key: string | null }[] = []
  let isEmpty = false
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:"]|[^\s{}[\],:"]+/gs
  for (const [text] of outer === 'other' ? [] : head.matchAll(token)) {
    // A text that goes on beyond the beginning: nothing in it is a field.
    if (text === '"') break
    const top = stack.at(-1)
    if (text === '{' || text === '[') stack.push({ isObject: text === '{', key: null })
    else if (text === '}' || text === ']') {
      stack.pop()
      // The first element of a list, or the first of several objects, says it all.
      if (stack.length === 0 || (stack.length === 1 && outer === 'list')) {
        isEmpty = stack.length === 0 && keys.size === 0
        break
      }
    } else if (text === ',' && top?.isObject) top.key = null
    else if (text.startsWith('"') && top?.isObject) {
      if (top.key === null) {
        top.key = unquote(text)
        const path = pathOf(stack)
        if (path !== null) keys.add(path)
      } else {
        const path = pathOf(stack)
        if (path !== null && text.length < 100) texts.set(path, unquote(text))
      }
    }
  }
  return { outer, keys, texts, isEmpty }
}

function pathOf(stack: { isObject: boolean; key: string | null }[]): string | null {
  if (stack.length > LEVELS * 2) return null
  const names = stack.flatMap(({ key }) => (key === null ? [] : [key]))
  return names.length > LEVELS ? null : names.join('.')
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return ''
  }
}
