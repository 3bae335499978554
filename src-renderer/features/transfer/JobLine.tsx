import { Progress } from '@base-ui/react/progress'
import type { JobProgress } from '@contract/transfer'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { writeBytes } from '../settings/bytes'

const IN_BYTES: readonly JobProgress['step'][] = ['copying', 'packing', 'verifying', 'reading']

interface Props {
  job: Omit<JobProgress, 'id'>
  /** Without it the job goes on to its end. */
  onCancel?: (() => void) | undefined
}

/** How far a job is, in what it counts, and a way to end it. */
export function JobLine({ job, onCancel }: Props) {
  const { t } = useTranslation('transfer')
  const { kind, step, done, total } = job
  const far = useFar(job)
  const name = t(`jobs.${kind}`)
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <Progress.Root
        // Of a total that nobody knows there is no share.
        value={total > 0 ? done : null}
        max={Math.max(total, 1)}
        aria-valuetext={far}
        className="grid min-w-0 flex-1 grid-cols-[1fr_auto] gap-x-3 gap-y-1"
      >
        <Progress.Label className="truncate font-medium">
          {step ? t('jobs.step', { job: name, step: t(`jobs.steps.${step}`) }) : name}
        </Progress.Label>
        <span aria-hidden className="text-sm text-muted-foreground tabular-nums">
          {far}
        </span>
        <Progress.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-muted">
          <Progress.Indicator className="h-full bg-primary data-indeterminate:w-1/4" />
        </Progress.Track>
      </Progress.Root>
      {onCancel && (
        <Button look="quiet" className="text-primary" onClick={onCancel}>
          {t('jobs.cancel')}
        </Button>
      )}
    </div>
  )
}

function useFar({ step, done, total }: Omit<JobProgress, 'id'>) {
  const { t, i18n } = useTranslation('transfer')
  const plain = new Intl.NumberFormat(i18n.language)
  const write = (count: number) =>
    IN_BYTES.includes(step) ? writeBytes(count, i18n.language) : plain.format(count)
  return total > 0
    ? t('jobs.progress', { done: write(done), total: write(total) })
    : done > 0
      ? write(done)
      : ''
}
