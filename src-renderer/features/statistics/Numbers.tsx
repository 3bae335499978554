import type { Statistics } from '@contract/library'
import { useTranslation } from 'react-i18next'
import type { Range, Share } from './periods'
import { useModelName } from './useModelName'
import { usePeriodName } from './usePeriodName'

const head = 'sticky top-0 bg-background px-3 py-1.5 text-left font-medium text-muted-foreground'
const cell = 'px-3 py-1.5'
const number = `${cell} text-right tabular-nums`

/** The chart's numbers, as a table. */
export function NumbersTable({ sums, range }: { sums: readonly Share[]; range: Range }) {
  const { t, i18n } = useTranslation('library')
  const name = usePeriodName(range)
  const modelName = useModelName()
  const write = new Intl.NumberFormat(i18n.language)
  return (
    <div
      role="region"
      aria-label={t('statistics.table')}
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-border -outline-offset-2"
    >
      <table
        aria-label={t(range === 'days' ? 'statistics.byDay' : 'statistics.byMonth')}
        className="w-full text-sm"
      >
        <thead>
          <tr>
            <th scope="col" className={head}>
              {t(range === 'days' ? 'statistics.day' : 'statistics.month')}
            </th>
            <th scope="col" className={head}>
              {t('statistics.model')}
            </th>
            {(['messages', 'tokensIn', 'tokensOut'] as const).map((column) => (
              <th key={column} scope="col" className={`${head} text-right!`}>
                {t(`statistics.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border border-t border-border">
          {sums.map(({ day, model, messages, inputTokens, outputTokens }) => (
            <tr key={`${day} ${model}`}>
              <th scope="row" className={`${cell} text-left font-normal whitespace-nowrap`}>
                {name(day)}
              </th>
              <td className={`${cell} break-all`} dir="auto">
                {modelName(model)}
              </td>
              <td className={number}>{write.format(messages)}</td>
              <td className={number}>{write.format(inputTokens)}</td>
              <td className={number}>{write.format(outputTokens)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const CATEGORIES = ['questions', 'replies', 'reasoning', 'tools', 'other'] as const

/** What kinds of text the history consists of. */
export function SizesTable({ sizes }: { sizes: Statistics['sizes'] }) {
  const { t, i18n } = useTranslation('library')
  const total = CATEGORIES.reduce((sum, category) => sum + sizes[category], 0)
  const percent = new Intl.NumberFormat(i18n.language, {
    style: 'percent',
    maximumFractionDigits: 1,
  })
  return (
    <table aria-label={t('statistics.sizes')} className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('statistics.category')}</th>
          <th scope="col">{t('statistics.share')}</th>
          <th scope="col">{t('statistics.size')}</th>
        </tr>
      </thead>
      <tbody>
        {CATEGORIES.map((category) => {
          const share = total > 0 ? sizes[category] / total : 0
          return (
            <tr key={category}>
              <th scope="row" className="py-1 pr-4 text-left font-normal whitespace-nowrap">
                {t(`statistics.categories.${category}`)}
              </th>
              <td className="w-full py-1">
                <span className="sr-only">{percent.format(share)}</span>
                <span aria-hidden className="block h-1.5 overflow-hidden rounded-full bg-pressed">
                  <span
                    className="block h-full rounded-full bg-primary"
                    style={{ width: `${share * 100}%` }}
                  />
                </span>
              </td>
              <td className="py-1 pl-4 text-right whitespace-nowrap text-muted-foreground tabular-nums">
                {t('statistics.characters', { count: sizes[category] })}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
