import { Progress } from '@base-ui/react/progress'
import type { JobProgress } from '@contract/transfer'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTransfer } from '../../stores/transfer'
import { Button } from '../../ui/Button'

/** What is over sooner needs no bar. */
const SHOW_AFTER_MS = 400

/** What takes a while, how far it is, and a way to end it. It lies below dialogs, because it stays. */
export function JobBars() {
  const jobs = useTransfer((state) => state.jobs)
  return Object.values(jobs).map((job) => <JobBar key={job.id} job={job} />)
}

function JobBar({ job: { id, kind, done, total } }: { job: JobProgress }) {
  const { t, i18n } = useTranslation('transfer')
  const [shown, setShown] = useState(false)
  const cancel = useTransfer((state) => state.cancel)
  const write = new Intl.NumberFormat(i18n.language)
  const far = t('jobs.progress', { done: write.format(done), total: write.format(total) })

  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])

  if (!shown) return null
  return (
    <div className="pointer-events-auto relative z-20 flex w-full max-w-96 items-center gap-3 rounded-lg border border-border bg-popover py-1.5 pr-1.5 pl-3.5 shadow-popover">
      <Progress.Root
        value={done}
        max={Math.max(total, 1)}
        aria-valuetext={far}
        className="grid min-w-0 flex-1 grid-cols-[1fr_auto] gap-x-3 gap-y-1"
      >
        <Progress.Label className="truncate font-medium">{t(`jobs.${kind}`)}</Progress.Label>
        <span aria-hidden className="text-sm text-muted-foreground tabular-nums">
          {far}
        </span>
        <Progress.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-muted">
          <Progress.Indicator className="h-full bg-primary" />
        </Progress.Track>
      </Progress.Root>
      <Button look="quiet" className="text-primary" onClick={() => cancel(id)}>
        {t('jobs.cancel')}
      </Button>
    </div>
  )
}
