/** Names of fields whose values are secrets, wherever they stand. */
const SECRET_FIELD = /key|token|authorization|secret|password|cookie/i
/** Shapes of keys, in case one stands in the middle of a sentence. */
const SECRET_TEXT = /\b(?:sk|pk|rk|gsk|xai|hf|AIza)[-_A-Za-z0-9]{8,}|Bearer\s+\S+/g
const LONGEST = 4000

/** Data as one line of text for the log: without secrets, without what people wrote, bounded. */
export function redact(data: Record<string, unknown>): string {
  const seen = new WeakSet<object>()
  const line = JSON.stringify(data, (name, value: unknown) => {
    if (typeof value === 'string' && SECRET_FIELD.test(name)) return '[secret]'
    if (typeof value === 'string') return value.replaceAll(SECRET_TEXT, '[secret]')
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return '[again]'
    seen.add(value)
    if (value instanceof Error)
      return { name: value.name, message: value.message, stack: value.stack }
    return value
  })
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
