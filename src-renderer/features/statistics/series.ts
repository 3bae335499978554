import type { Share } from './periods'

export const MEASURES = ['messages', 'tokens'] as const
export type Measure = (typeof MEASURES)[number]

/** The largest models each have a colour; what is left shares the last one. */
const MODELS = 5
const COLORS = ['primary', 'tag-blue', 'tag-orange', 'tag-purple', 'tag-green'] as const
const fills: Record<(typeof COLORS)[number], string> = {
  primary: 'fill-primary',
  'tag-blue': 'fill-tag-blue',
  'tag-orange': 'fill-tag-orange',
  'tag-purple': 'fill-tag-purple',
  'tag-green': 'fill-tag-green',
}

export interface Series {
  /** Null are messages without a model, undefined all models that have no colour of their own. */
  model: string | null | undefined
  fill: string
  holds: (model: string | null) => boolean
}

export function valueOf(share: Share, measure: Measure) {
  return measure === 'messages' ? share.messages : share.inputTokens + share.outputTokens
}

/** The layers of the bars, the largest at the bottom. */
export function seriesOf(sums: readonly Share[], measure: Measure): Series[] {
  const totals = new Map<string | null, number>()
  for (const sum of sums) {
    totals.set(sum.model, (totals.get(sum.model) ?? 0) + valueOf(sum, measure))
  }
  const models = [...totals]
    .filter(([, total]) => total > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([model]) => model)
  const named = models.filter((model) => model !== null)
  const shown = named.slice(0, MODELS)
  const series: Series[] = shown.map((model, index) => ({
    model,
    fill: fills[COLORS[index] ?? 'primary'],
    holds: (other) => other === model,
  }))
  if (named.length > MODELS) {
    series.push({
      model: undefined,
      fill: 'fill-input',
      holds: (other) => other !== null && !shown.includes(other),
    })
  }
  if (models.includes(null)) {
    series.push({ model: null, fill: 'fill-tag-gray', holds: (other) => other === null })
  }
  return series
}

/** A round number that the axis ends with: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number) {
  if (value <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10
  return step * power
}
