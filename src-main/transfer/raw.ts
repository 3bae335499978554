import type { Message, Usage } from '@contract/entities'

// What a foreign file says is read with care: anything may be missing or of another kind.

export type Raw = Record<string, unknown>
type Json = NonNullable<Message['source']> | null

/** How deep what is kept of a file may be nested. */
const DEEPEST = 64
/** Characters from which on a data URL or base64 is a file of its own and not kept in a node. */
const LONG_DATA = 1024

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, or an empty one. */
export function record(value: unknown): Raw {
  return isRecord(value) ? value : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function records(value: unknown): Raw[] {
  return list(value).filter(isRecord)
}

/** The text; none for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A text that is not empty, or a number as text, as ids come. */
export function named(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

export function numeric(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** JSON within a text; the text itself where it is none. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/**
 * A time as any program writes it: seconds, milliseconds or microseconds since 1970, as a number or a
 * text, ISO 8601, or MongoDB's `$date`. Null where it is none, or lies before 1970 or after 2100.
 */
export function timeOf(value: unknown): number | null {
  if (isRecord(value)) return timeOf(value['$date'] ?? value['$numberLong'])
  const given = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof given === 'string') return plausible(Date.parse(given))
  if (typeof given !== 'number') return null
  if (given < 1e11) return plausible(given * 1000)
  return plausible(given < 1e14 ? given : given / 1000)
}

const LATEST = Date.UTC(2100, 0, 1)
function plausible(milliseconds: number): number | null {
  const isTime = milliseconds > 0 && milliseconds < LATEST
  return isTime ? Math.round(milliseconds) : null
}

/** Tokens by whatever name they have; null where none are counted. */
export function usageOf(raw: Raw): Usage | null {
  const inputTokens = numeric(raw['inputTokens'] ?? raw['prompt_tokens'] ?? raw['input_tokens'])
  const outputTokens = numeric(
    raw['outputTokens'] ?? raw['completion_tokens'] ?? raw['output_tokens'],
  )
  if (inputTokens === undefined && outputTokens === undefined) return null
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
  }
}

/** Fields that hold what opens something. */
const SECRET =
  /^(?:api[-_]?keys?|password|passphrase|secret|(?:access|auth|refresh)[-_]?token|authorization)$/i

/**
 * An object as the source of something: without fields that stand elsewhere, without keys and passwords,
 * and without pictures, which are kept as files.
 */
export function without(raw: Raw, ...names: string[]): Json {
  return copyFields(raw, DEEPEST, true, names)
}

/**
 * A value as it is kept: as it came, except that it is nested no deeper than SQLite and JSON can bear
 * and that no field can pose as a prototype.
 */
export function kept(value: unknown): Json {
  return copy(value, DEEPEST, false)
}

function copy(value: unknown, levels: number, isSource: boolean): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') {
    return isSource && isLongData(value) ? `${value.slice(0, 32)}…` : value
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object') return null
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.map((each) => copy(each, levels - 1, isSource))
  return isRecord(value) ? copyFields(value, levels, isSource, []) : null
}

/** In one pass, because every message of an import is copied so. */
function copyFields(from: Raw, levels: number, isSource: boolean, leftOut: string[]): Json {
  const fields: Record<string, Json> = {}
  for (const name of Object.keys(from)) {
    if (name === '__proto__' || leftOut.includes(name)) continue
    if (isSource && SECRET.test(name)) continue
    fields[name] = copy(from[name], levels - 1, isSource)
  }
  return fields
}

function isLongData(value: string): boolean {
  if (value.length < LONG_DATA) return false
  return value.startsWith('data:') || /^[A-Za-z0-9+/=_-]+$/.test(value)
}
