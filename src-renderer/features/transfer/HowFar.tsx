import { Progress } from '@base-ui/react/progress'
import type { JobProgress } from '@contract/transfer'
import { useTranslation } from 'react-i18next'
import { writeBytes } from '../settings/bytes'

/** What a job does and how far it is; where nobody knows how much there is to do, only what. */
export function HowFar({ job: { kind, phase, done, total } }: { job: JobProgress }) {
  const { t, i18n } = useTranslation('transfer')
  const number = new Intl.NumberFormat(i18n.language)
  const write = (count: number) =>
    phase === 'reading' ? writeBytes(count, i18n.language) : number.format(count)
  const isKnown = total > 0
  const far = isKnown ? t('jobs.progress', { done: write(done), total: write(total) }) : ''
  return (
    <Progress.Root
      value={isKnown ? done : null}
      max={Math.max(total, 1)}
      {...(isKnown && { 'aria-valuetext': far })}
      className="grid min-w-0 flex-1 grid-cols-[1fr_auto] gap-x-3 gap-y-1"
    >
      <Progress.Label className="truncate font-medium">
        {phase ? t(`jobs.phases.${phase}`) : t(`jobs.${kind}`)}
      </Progress.Label>
      <span aria-hidden className="text-sm text-muted-foreground tabular-nums">
        {far}
      </span>
      <Progress.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-muted">
        <Progress.Indicator className="h-full bg-primary data-indeterminate:w-full data-indeterminate:opacity-40 motion-safe:data-indeterminate:animate-pulse" />
      </Progress.Track>
    </Progress.Root>
  )
}
