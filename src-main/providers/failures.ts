import type { ErrorCode } from '@contract/errors'
import { AppError } from '../errors'

/** Whom we talked to, and what must not be repeated to anyone: the key and the values of headers. */
export interface Talk {
  host: string
  secrets: string[]
}

/** A request that got no answer (`connect`) or whose answer broke off (`body`). */
export function networkFailure(error: unknown, phase: 'connect' | 'body', talk: Talk): AppError {
  const known = findAppError(error)
  if (known) return known
  const words = systemWords(error)
  const code =
    NETWORK.find(([pattern]) => pattern.test(words))?.[1] ??
    (phase === 'body' ? 'provider_cut_off' : 'provider_unreachable')
  return new AppError(code, short(words, talk), { host: talk.host })
}

/** An answer whose status is not a success. */
export function httpFailure(response: Response, body: string, talk: Talk): AppError {
  const words = serverWords(body)
  const retryAfter = readRetryAfter(response.headers)
  return new AppError(statusCode(response.status, words), short(words, talk) || undefined, {
    host: talk.host,
    status: response.status,
    ...(retryAfter !== null && { retryAfter }),
  })
}

/** An error that a server put into an answer of status 200. */
export function answeredFailure(
  value: unknown,
  talk: Talk,
  otherwise: ErrorCode = 'provider_failed',
): AppError {
  const words = typeof value === 'string' ? serverWords(value) : wordsOf(value)
  const marks = `${words} ${typeof value === 'object' ? JSON.stringify(value).slice(0, 4_000) : ''}`
  const code = ANSWERED.find(([pattern]) => pattern.test(marks))?.[1] ?? otherwise
  return new AppError(code, short(words, talk) || undefined, { host: talk.host })
}

/** The expected failure inside whatever a library wrapped around it. */
export function findAppError(error: unknown): AppError | null {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 8; depth++) {
    if (inner instanceof AppError) return inner
    inner = inner.cause
  }
  return null
}

/** A server's own words from a JSON, HTML or plain body: its message where it has one. */
export function serverWords(body: string): string {
  const text = body.trim()
  if (/^[[{]/.test(text)) {
    try {
      return wordsOf(JSON.parse(text))
    } catch {
      return text
    }
  }
  return text.startsWith('<') ? htmlText(text) : text
}

/** Seconds to wait, from a number or a date; null where there is none or it makes no sense. */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim()
  if (!text) return null
  const isDate = /^[a-z]{3}/i.test(text)
  const seconds = isDate ? (Date.parse(text) - Date.now()) / 1000 : Number(text)
  if (!isDate && seconds < 0) return null
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), 86_400) : null
}

/** At most 500 characters on one line, without keys. */
export function short(text: string, talk: Talk): string {
  let clean = text.slice(0, 20_000)
  for (const secret of talk.secrets) {
    if (secret.length >= 6) clean = clean.replaceAll(secret, '[key]')
  }
  return clean
    .replace(/\b(sk|pk|rk|xai|gsk|hf|AIza)[-_A-Za-z0-9]{12,}/g, '[key]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500)
}

const FULL =
  /context.{0,20}(length|window|size|limit)|maximum context|too many tokens|prompt is too long|token count.{0,40}exceeds|context_length_exceeded|exceed.{0,20}context/i

/** The codes of Node's fetch and of Chromium's network, in the order in which they are tried. */
const NETWORK: [RegExp, ErrorCode][] = [
  [/NAME_NOT_RESOLVED|NAME_RESOLUTION|ENOTFOUND|EAI_AGAIN|DNS_/, 'provider_not_found_host'],
  [/ERR_(CERT|SSL|BAD_SSL|TLS)|\bCERT_|SELF_SIGNED|UNABLE_TO_|EPROTO|SSL routines/, 'provider_tls'],
  [/TIMED_?OUT|TIMEOUT/i, 'provider_timed_out'],
  [/TOO_MANY_REDIRECTS|UNSAFE_REDIRECT/, 'provider_redirected'],
  [
    /CONTENT_DECODING|Z_(DATA|BUF)_ERROR|incorrect header check|ERR_INVALID_(HTTP|CHUNKED)|HPE_|RESPONSE_HEADERS/,
    'provider_bad_response',
  ],
]

/** What servers call their errors when the status no longer can say it. */
const ANSWERED: [RegExp, ErrorCode][] = [
  [FULL, 'provider_context_full'],
  [/rate.?limit|RESOURCE_EXHAUSTED|too many requests|insufficient_quota/i, 'provider_rate_limited'],
  [/overloaded|UNAVAILABLE|at capacity|"code":\s*"?(502|503|529)\b/i, 'provider_overloaded'],
  [/authentication_error|invalid.{0,3}api.?key|UNAUTHENTICATED/i, 'provider_unauthorized'],
  [/permission_error|PERMISSION_DENIED/i, 'provider_forbidden'],
]

const STATUS: Record<number, ErrorCode> = {
  401: 'provider_unauthorized',
  402: 'provider_forbidden',
  403: 'provider_forbidden',
  404: 'provider_not_found',
  405: 'provider_not_found',
  407: 'provider_unreachable',
  408: 'provider_timed_out',
  410: 'provider_not_found',
  413: 'provider_context_full',
  429: 'provider_rate_limited',
  502: 'provider_overloaded',
  503: 'provider_overloaded',
  504: 'provider_timed_out',
  529: 'provider_overloaded',
}

function statusCode(status: number, words: string): ErrorCode {
  if (FULL.test(words) && status !== 401 && status !== 429) return 'provider_context_full'
  // Google answers a wrong key with 400.
  if (status === 400 && /api.?key (not valid|expired)|API_KEY_INVALID/i.test(words)) {
    return 'provider_unauthorized'
  }
  const known = STATUS[status]
  if (known) return known
  if (status >= 500) return 'provider_failed'
  return status >= 400 ? 'provider_bad_request' : 'provider_bad_response'
}

function wordsOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || depth > 4) return ''
  if (Array.isArray(value)) return wordsOf(value[0], depth + 1)
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const name of ['error', 'message', 'detail', 'msg', 'error_description', 'title', 'data']) {
    const words = wordsOf(fields.get(name), depth + 1)
    if (words) return words
  }
  return depth === 0 ? JSON.stringify(value).slice(0, 1_000) : ''
}

function htmlText(html: string): string {
  return html
    .slice(0, 16_000)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, (block) => {
      return /<title[^>]*>([^<]*)/i.exec(block)?.[1] ?? ' '
    })
    .replace(/<[^>]*>?/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

/** Every message and code along the chain of causes, because fetch hides the cause. */
function systemWords(error: unknown): string {
  const words: string[] = []
  const queue: unknown[] = [error]
  for (let turn = 0; turn < 8 && queue.length > 0; turn++) {
    const next = queue.shift()
    if (!(next instanceof Error)) continue
    if (next.message && !/^(fetch failed|terminated)$/.test(next.message)) words.push(next.message)
    if ('code' in next && typeof next.code === 'string') words.push(next.code)
    if (next instanceof AggregateError) queue.push(...next.errors.slice(0, 2))
    queue.push(next.cause)
  }
  return [...new Set(words)].join(' ') || String(error)
}
