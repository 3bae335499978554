import type { Provider } from '@contract/entities'
import { AppError } from '../errors'

/** Where each kind lives when the user typed no address, and the path its servers answer under. */
interface Home {
  url: string
  path: string
}

export const HOMES = {
  'openai-compatible': { url: 'https://api.openai.com', path: '/v1' },
  anthropic: { url: 'https://api.anthropic.com', path: '/v1' },
  google: { url: 'https://generativelanguage.googleapis.com', path: '/v1beta' },
} satisfies Partial<Record<Provider['kind'], Home>>

/** Which server a provider's key belongs to: scheme, host and port; null where there is none. */
export function serverOf({ kind, baseUrl }: Pick<Provider, 'kind' | 'baseUrl'>): string | null {
  if (kind === 'guide') return null
  try {
    return new URL(completeAddress(baseUrl, HOMES[kind])).origin
  } catch {
    return null
  }
}

/**
 * What the user typed, as the address that requests start with, without a slash at its end. The only
 * place where an address is completed: a missing scheme becomes http for this machine and its
 * network and https for the rest; an address without a path gets the kind's (`/v1`, `/v1beta`);
 * an address copied together with the name of a call loses that.
 */
export function completeAddress(typed: string, home: Home): string {
  const text = typed.trim() || home.url
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : withScheme(text))
  if (!url) throw new AppError('provider_bad_request', `"${text.slice(0, 200)}" is not an address.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('provider_bad_request', `${url.protocol} addresses cannot be asked.`)
  }
  if (url.username || url.password) {
    throw new AppError('provider_bad_request', 'A password does not belong into an address.')
  }
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|models|messages)$/, '')
  return url.origin + (path || home.path)
}

/** Whether a host belongs to this machine or to the network it stands in. */
export function isNearby(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host.includes(':')) return /^(::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host)
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    )
  }
  return !host.includes('.') || /\.(local|localhost|lan|internal|home\.arpa)\.?$/.test(host)
}

function withScheme(text: string): string {
  const https = parse(`https://${text}`)
  return https && isNearby(https.hostname) ? `http://${text}` : `https://${text}`
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
