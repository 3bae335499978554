import type { NewProvider, Parameters, ProviderView } from '@contract/entities'
import { homes, withScheme } from './presets'
import type { Kind } from './presets'

/** A provider while it is typed: numbers are still text, and headers have an order. */
export interface Draft {
  kind: Kind
  name: string
  baseUrl: string
  /** Null while the stored key stays. */
  key: string | null
  defaultModel: string
  headers: readonly { row: number; name: string; value: string }[]
  temperature: string
  maxTokens: string
  topP: string
  seed: string
  stop: string
}

export type Field = keyof Draft

/** Why a field cannot be saved as it is, as a text of the catalogue. */
export type Problems = Partial<
  Record<
    Field,
    'nameMissing' | 'baseUrlMissing' | 'baseUrlWrong' | 'headerWrong' | 'numberWrong' | 'stopWrong'
  >
>

export function draftOf(provider: ProviderView | null): Draft {
  const { temperature, maxTokens, topP, seed, stop } = provider?.parameters ?? {}
  return {
    kind: !provider || provider.kind === 'guide' ? 'openai-compatible' : provider.kind,
    name: provider?.name ?? '',
    baseUrl: provider?.baseUrl ?? '',
    key: provider && provider.keyState !== 'none' ? null : '',
    defaultModel: provider?.defaultModel ?? '',
    headers: Object.entries(provider?.headers ?? {}).map(([name, value], row) => {
      return { row, name, value }
    }),
    temperature: text(temperature),
    maxTokens: text(maxTokens),
    topP: text(topP),
    seed: text(seed),
    stop: stop?.map(escapeLine).join('\n') ?? '',
  }
}

/** What main is asked to save. */
export function providerOf(draft: Draft): Omit<NewProvider, 'id'> {
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    baseUrl: draft.baseUrl.trim(),
    headers: headersOf(draft),
    parameters: parametersOf(draft),
    defaultModel: draft.defaultModel.trim() || null,
  }
}

export function headersOf({ headers }: Draft) {
  const filled = headers.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '')
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value.trim()]))
}

export function problemsOf(draft: Draft): Problems {
  const problems: Problems = {}
  const url = draft.baseUrl.trim()
  if (draft.name.trim() === '') problems.name = 'nameMissing'
  if (url === '' && homes[draft.kind] === null) problems.baseUrl = 'baseUrlMissing'
  if (url !== '' && !isAddress(url)) problems.baseUrl = 'baseUrlWrong'
  const wrong = Object.entries(headersOf(draft)).some(([name, value]) => !isHeader(name, value))
  if (wrong) problems.headers = 'headerWrong'
  for (const [field, allowed] of Object.entries(numbers)) {
    // The keys of the record below, which Object.entries widens.
    const name = field as keyof typeof numbers
    const typed = draft[name].trim()
    if (typed !== '' && !allowed(Number(typed))) problems[name] = 'numberWrong'
  }
  if (stopsOf(draft).length > 16) problems.stop = 'stopWrong'
  return problems
}

const numbers = {
  temperature: (value: number) => value >= 0 && value <= 2,
  maxTokens: (value: number) => Number.isSafeInteger(value) && value > 0,
  topP: (value: number) => value >= 0 && value <= 1,
  seed: (value: number) => Number.isSafeInteger(value),
}

function parametersOf(draft: Draft): Parameters {
  const stop = stopsOf(draft)
  return {
    ...(draft.temperature.trim() && { temperature: Number(draft.temperature) }),
    ...(draft.maxTokens.trim() && { maxTokens: Number(draft.maxTokens) }),
    ...(draft.topP.trim() && { topP: Number(draft.topP) }),
    ...(draft.seed.trim() && { seed: Number(draft.seed) }),
    ...(stop.length > 0 && { stop }),
  }
}

// A line break inside a sequence is typed as \n, because each line of the field is one sequence.
function stopsOf({ stop }: Draft) {
  const lines = stop.split('\n').filter((line) => line !== '')
  return lines.map((line) =>
    line.replaceAll(/\\([\\nt])/g, (_, sign: string) => ({ n: '\n', t: '\t' })[sign] ?? '\\'),
  )
}

function escapeLine(stop: string) {
  return stop.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

function isAddress(url: string) {
  // Chromium would take a blank into the name of the host.
  const parsed = /\s/.test(url) ? null : URL.parse(withScheme(url))
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === ''
}

function isHeader(name: string, value: string) {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value)
}

function text(number: number | undefined) {
  return number === undefined ? '' : String(number)
}
