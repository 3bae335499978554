import type { ProviderView } from '@contract/entities'

/** The kinds that a user can add; the offline guide is always there. */
export const KINDS = ['openai-compatible', 'anthropic', 'google'] as const
export type Kind = (typeof KINDS)[number]

interface Preset {
  name: string
  kind: Kind
  baseUrl: string
}

/** Where well-known servers answer. */
export const presets: readonly Preset[] = [
  { name: 'Ollama', kind: 'openai-compatible', baseUrl: 'http://localhost:11434/v1' },
  { name: 'llama.cpp', kind: 'openai-compatible', baseUrl: 'http://localhost:8080/v1' },
  { name: 'LM Studio', kind: 'openai-compatible', baseUrl: 'http://localhost:1234/v1' },
  { name: 'OpenRouter', kind: 'openai-compatible', baseUrl: 'https://openrouter.ai/api/v1' },
  { name: 'OpenAI', kind: 'openai-compatible', baseUrl: 'https://api.openai.com/v1' },
  { name: 'Anthropic', kind: 'anthropic', baseUrl: 'https://api.anthropic.com/v1' },
  {
    name: 'Google',
    kind: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  },
]

/** The address that is asked when none is given; any server may be OpenAI-compatible, so it has none. */
export const homes: Record<Kind, string | null> = {
  'openai-compatible': null,
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
}

/** Whether two addresses lead to one server, `localhost` being 127.0.0.1. */
export function sameAddress(one: string, other: string) {
  return plain(one) === plain(other)
}

/** What stands for a server in a row: its host and port. */
export function hostOf({ kind, baseUrl }: Pick<ProviderView, 'kind' | 'baseUrl'>) {
  const url = baseUrl || (kind === 'guide' ? '' : (homes[kind] ?? ''))
  return URL.parse(withScheme(url))?.host ?? url
}

export function withScheme(url: string) {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`
}

/** Whether what is sent there can be read on the way: http to anything but this machine or a near one. */
export function isOpen(url: string) {
  const parsed = URL.parse(url.trim())
  if (parsed?.protocol !== 'http:') return false
  const near = /^(localhost|\[::1\]|[^.]+|(127|10)\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+)$/
  return !near.test(parsed.hostname) && !/\.(local|lan|internal)$/.test(parsed.hostname)
}

function plain(url: string) {
  return url.trim().toLowerCase().replace(/\/+$/, '').replace('//localhost', '//127.0.0.1')
}
