import { useId, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Page } from '../../ui/Page'
import { Segmented } from '../../ui/Segmented'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { useToday } from '../sidebar/useToday'
import { Chart } from './Chart'
import { NumbersTable, SizesTable } from './Numbers'
import { periodsOf, RANGES, sumsOf } from './periods'
import type { Range, Share } from './periods'
import { MEASURES } from './series'
import type { Measure } from './series'
import { useStatistics } from './useStatistics'

/** How much was written, when, and with which model. Nothing of it leaves this computer. */
export default function StatisticsView() {
  const { t } = useTranslation('library')
  const { counted, failure } = useStatistics()
  const [range, setRange] = useState<Range>('days')
  const [measure, setMeasure] = useState<Measure>('messages')
  const id = useId()
  const today = useToday()
  const shares = counted?.shares
  const [periods, sums] = useMemo(() => {
    const all = periodsOf(range, shares ?? [], today)
    return [all, sumsOf(shares ?? [], range, all)]
  }, [shares, range, today])

  return (
    <Page
      title={t('statistics.title')}
      back={t('statistics.back')}
      onBack={() => useView.getState().showPage('chat')}
      actions={
        !counted?.done &&
        !failure && (
          <p role="status" className="flex items-center gap-2 text-sm text-muted-foreground">
            <Spinner size={14} />
            {t('statistics.reading', { read: counted?.read ?? 0, total: counted?.total ?? 0 })}
          </p>
        )
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-[52rem] flex-col gap-8 px-6 py-6">
          {failure && (
            <Banner look="danger" alert className="rounded-lg">
              <FailureText failure={failure} />
            </Banner>
          )}
          <div className="flex flex-wrap items-center justify-between gap-3">
            <span id={`${id}-range`} className="sr-only">
              {t('statistics.range')}
            </span>
            <Segmented
              labelId={`${id}-range`}
              hintId={undefined}
              value={range}
              options={RANGES.map((value) => ({ value, label: t(`statistics.ranges.${value}`) }))}
              onChange={setRange}
            />
            <span id={`${id}-measure`} className="sr-only">
              {t('statistics.measure')}
            </span>
            <Segmented
              labelId={`${id}-measure`}
              hintId={undefined}
              value={measure}
              options={MEASURES.map((value) => ({
                value,
                label: t(`statistics.measures.${value}`),
              }))}
              onChange={setMeasure}
            />
          </div>
          <Totals sums={sums} />
          {sums.length > 0 ? (
            <>
              <Part title={t(range === 'days' ? 'statistics.byDay' : 'statistics.byMonth')}>
                <Chart sums={sums} periods={periods} range={range} measure={measure} />
              </Part>
              <Part title={t('statistics.table')}>
                <NumbersTable sums={sums} range={range} />
              </Part>
            </>
          ) : (
            counted?.done && (
              <div className="py-10 text-center text-muted-foreground">
                <p className="font-medium text-foreground">{t('statistics.empty')}</p>
                <p>{t('statistics.emptyHint')}</p>
              </div>
            )
          )}
          {counted && (
            <Part title={t('statistics.sizes')}>
              <SizesTable sizes={counted.sizes} />
            </Part>
          )}
        </div>
      </div>
    </Page>
  )
}

function Totals({ sums }: { sums: readonly Share[] }) {
  const { t, i18n } = useTranslation('library')
  const write = new Intl.NumberFormat(i18n.language)
  const sum = (of: (share: Share) => number) => sums.reduce((total, each) => total + of(each), 0)
  const totals = [
    [t('statistics.messages'), sum(({ messages }) => messages)],
    [t('statistics.tokensIn'), sum(({ inputTokens }) => inputTokens)],
    [t('statistics.tokensOut'), sum(({ outputTokens }) => outputTokens)],
  ] as const
  return (
    <dl className="grid grid-cols-3 divide-x divide-border rounded-lg border border-border bg-card">
      {totals.map(([name, value]) => (
        <div key={name} className="px-4 py-3">
          <dt className="text-sm text-muted-foreground">{name}</dt>
          <dd className="text-xl font-semibold tabular-nums">{write.format(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 font-semibold">{title}</h2>
      {children}
    </section>
  )
}
