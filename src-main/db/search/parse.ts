import { HAS } from './text'
import { fold } from './fold'

/** One thing that is searched for: words as typed, or in quotation marks exactly. */
export interface Term {
  /** Folded, and never empty. */
  text: string
  exact: boolean
}

export type Filter =
  | { by: 'role'; role: 'user' | 'assistant'; not: boolean }
  | { by: 'model' | 'project' | 'tag'; name: string; not: boolean }
  | { by: 'has'; bits: number; not: boolean }
  | { by: 'pinned' | 'archived'; not: boolean }

/** What a search box says. `before` and `after` are milliseconds, the first excluded. */
export interface Parsed {
  terms: Term[]
  without: Term[]
  filters: Filter[]
  trash: boolean
  before: number | null
  after: number | null
}

const PIECE = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu

/**
 * Reads what was typed. It is never wrong: what is no filter is searched for as it stands.
 *
 * `word` `"exact words"` `-without` `from:me` `from:model` `model:name` `in:project` `in:trash`
 * `tag:name` `is:pinned` `is:archived` `has:image` `has:code` `has:file` `before:2026-01-31`
 * `after:2026-01` (from its first moment on); each filter also with a minus.
 */
export function parseQuery(typed: string): Parsed {
  const parsed: Parsed = {
    terms: [],
    without: [],
    filters: [],
    trash: false,
    before: null,
    after: null,
  }
  for (const [whole, minus, key, quoted, bare] of typed.matchAll(PIECE)) {
    const value = quoted ?? bare ?? ''
    // `->` and `--flag` are no exclusions.
    const not = minus === '-' && (quoted !== undefined || !/^-|^[!-/:-@[-`{-~]+$/.test(value))
    if (key && value && applyFilter(parsed, key.toLowerCase(), value, not)) continue
    // A minus or a key of nothing is what it looks like: text.
    const isText = key !== undefined || value === ''
    const text = fold(isText || (minus === '-' && !not) ? whole : value).trim()
    if (text === '') continue
    const list = not && !isText ? parsed.without : parsed.terms
    list.push({ text, exact: quoted !== undefined && !isText })
  }
  return parsed
}

function applyFilter(parsed: Parsed, key: string, value: string, not: boolean): boolean {
  const name = fold(value).trim()
  switch (key) {
    case 'from': {
      const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined
      if (!role) return false
      parsed.filters.push({ by: 'role', role, not })
      return true
    }
    case 'model':
    case 'tag':
      parsed.filters.push({ by: key, name, not })
      return true
    case 'in':
    case 'project':
      if (name === 'trash' && !not) parsed.trash = true
      else parsed.filters.push({ by: 'project', name, not })
      return true
    case 'is':
      if (name !== 'pinned' && name !== 'archived') return false
      parsed.filters.push({ by: name, not })
      return true
    case 'has':
      if (!Object.hasOwn(HAS, name)) return false
      parsed.filters.push({ by: 'has', bits: HAS[name as keyof typeof HAS], not })
      return true
    case 'before':
    case 'after': {
      const time = startOf(value)
      if (time === null || not) return false
      parsed[key] = time
      return true
    }
    default:
      return false
  }
}

const ROLES: Readonly<Record<string, 'user' | 'assistant'>> = {
  me: 'user',
  user: 'user',
  model: 'assistant',
  assistant: 'assistant',
}

/** The first moment of a year, a month or a day, in local time. */
function startOf(value: string): number | null {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value)
  if (!found) return null
  const [year, month, day] = [found[1], found[2] ?? '1', found[3] ?? '1'].map(Number)
  const date = new Date(year ?? 0, (month ?? 1) - 1, day)
  return date.getMonth() === (month ?? 1) - 1 && date.getDate() === day ? date.getTime() : null
}
