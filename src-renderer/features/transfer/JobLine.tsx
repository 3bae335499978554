import type { JobProgress } from '@contract/transfer'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { ProgressLine } from '../../ui/ProgressLine'
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
      <ProgressLine
        label={step ? t('jobs.step', { job: name, step: t(`jobs.steps.${step}`) }) : name}
        far={far}
        done={done}
        total={total}
      />
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
