/** One line of the table. */
export interface Figure {
  what: string
  value: number
  unit: 'ms' | 's' | 'MB' | 'MB/s' | 'bytes' | '×' | 'pages' | 'messages/s'
  /** What it is set against, as a ratio. */
  against?: { what: string; ratio: number }
  /** The most that the ratio, or without one the value, may be. */
  budget?: number
  /** The least that it may be, where more is better. */
  least?: number
  /** What else is worth knowing. */
  note?: string
}

export interface Outcome {
  figures: Figure[]
  /** Every single measurement, for the file. */
  raw: unknown
}

export function median(values: number[]): number {
  return percentile(values, 0.5)
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The medians of figures that were measured several times, as ratios to another one's. */
export function ratio(values: number[], to: number[]): number {
  return median(values) / median(to)
}

export function isOver({ value, against, budget, least }: Figure): boolean {
  const judged = against?.ratio ?? value
  if (least !== undefined) return !(judged >= least)
  return budget !== undefined && !(judged <= budget)
}

/** The figures as lines of equal columns. */
export function table(figures: Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, value, unit, against, budget, least, note = '' } = figure
    const limit = least ?? budget
    const mark = limit === undefined ? '' : isOver(figure) ? 'OVER BUDGET' : 'PASS'
    return [
      what,
      `${number(value)} ${unit}`,
      against ? `${against.ratio.toFixed(2)} × ${against.what}` : '',
      limit === undefined ? '' : `${least ? '≥' : '≤'} ${limit} ${against ? '×' : unit}`,
      mark,
      note,
    ]
  })
  const all = [['what', 'figure', 'ratio', 'budget', '', ''], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, (widths ?? []).map((width) => '─'.repeat(width)).join('  '))
  return lines.join('\n')
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
