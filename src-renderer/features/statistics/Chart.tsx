import { useTranslation } from 'react-i18next'
import type { Period, Range, Share } from './periods'
import { roundUp, seriesOf, valueOf } from './series'
import type { Measure, Series } from './series'
import { useModelName } from './useModelName'
import { usePeriodName } from './usePeriodName'

const HEIGHT = 100
const GAP = 0.2

interface Props {
  sums: readonly Share[]
  periods: readonly Period[]
  range: Range
  measure: Measure
}

/** Stacked bars, one for each day or month. The table below holds the same numbers. */
export function Chart({ sums, periods, range, measure }: Props) {
  const { t, i18n } = useTranslation('library')
  const series = seriesOf(sums, measure)
  const bars = periods.map((period) => barOf(period, sums, series, measure))
  const top = roundUp(Math.max(...bars.map(({ total }) => total)))
  const name = usePeriodName(range)
  const write = new Intl.NumberFormat(i18n.language, { notation: 'compact' })
  const exact = new Intl.NumberFormat(i18n.language)
  const marks = [0, Math.floor((periods.length - 1) / 2), periods.length - 1]
  return (
    <figure>
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-muted-foreground tabular-nums">
        <div
          aria-hidden
          className="-my-2 flex h-[calc(13rem+1rem)] flex-col justify-between text-right"
        >
          {[top, top / 2, 0].map((value) => (
            <span key={value} className="leading-4">
              {write.format(value)}
            </span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={t(
            measure === 'messages' ? 'statistics.chartMessages' : 'statistics.chartTokens',
          )}
          viewBox={`0 0 ${periods.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-52 w-full overflow-visible"
        >
          {[0, 0.5, 1].map((at) => (
            <line
              key={at}
              x1={0}
              x2={periods.length}
              y1={HEIGHT * at}
              y2={HEIGHT * at}
              vectorEffect="non-scaling-stroke"
              className="stroke-border"
            />
          ))}
          {bars.map(({ period, total, layers }, index) => (
            <g key={period} className="group">
              <title>{`${name(period)}: ${exact.format(total)}`}</title>
              <rect
                x={index}
                y={0}
                width={1}
                height={HEIGHT}
                className="fill-transparent group-hover:fill-hover"
              />
              {layers.map(({ fill, from, value }) => (
                <rect
                  key={fill}
                  x={index + GAP / 2}
                  width={1 - GAP}
                  y={HEIGHT * (1 - (from + value) / top)}
                  height={(HEIGHT * value) / top}
                  className={fill}
                />
              ))}
            </g>
          ))}
        </svg>
        <span />
        <div aria-hidden className="mt-1.5 flex justify-between">
          {[...new Set(marks)].map((at) => (
            <span key={at}>{name(periods[at] ?? '')}</span>
          ))}
        </div>
      </div>
      <Legend series={series} />
    </figure>
  )
}

function Legend({ series }: { series: readonly Series[] }) {
  const modelName = useModelName()
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {series.map(({ model, fill }) => (
        <li key={fill} className="flex min-w-0 items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 shrink-0">
            <rect width={10} height={10} rx={2} className={fill} />
          </svg>
          <span className="truncate" dir="auto">
            {modelName(model)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function barOf(
  period: Period,
  sums: readonly Share[],
  series: readonly Series[],
  measure: Measure,
) {
  const here = sums.filter(({ day }) => day === period)
  let total = 0
  const layers = series.map(({ fill, holds }) => {
    const value = here
      .filter(({ model }) => holds(model))
      .reduce((sum, share) => sum + valueOf(share, measure), 0)
    const layer = { fill, from: total, value }
    total += value
    return layer
  })
  return { period, total, layers: layers.filter(({ value }) => value > 0) }
}
