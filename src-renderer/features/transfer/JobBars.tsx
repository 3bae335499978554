import type { JobProgress } from '@contract/transfer'
import { useEffect, useState } from 'react'
import { useTransfer } from '../../stores/transfer'
import { JobLine } from './JobLine'

/** What is over sooner needs no bar. */
const SHOW_AFTER_MS = 400

/** What takes a while, how far it is, and a way to end it. It lies below dialogs, because it stays. */
export function JobBars() {
  const jobs = useTransfer((state) => state.jobs)
  return Object.values(jobs).map((job) => <JobBar key={job.id} job={job} />)
}

function JobBar({ job }: { job: JobProgress }) {
  const [shown, setShown] = useState(false)
  const cancel = useTransfer((state) => state.cancel)

  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])

  if (!shown) return null
  return (
    <div className="pointer-events-auto relative z-20 flex w-full max-w-96 items-center rounded-lg border border-border bg-popover py-1.5 pr-1.5 pl-3.5 shadow-popover not-has-[button]:py-2.5 not-has-[button]:pr-3.5">
      {/* What takes back what was cancelled cannot be cancelled. */}
      <JobLine job={job} onCancel={job.step === 'undoing' ? undefined : () => cancel(job.id)} />
    </div>
  )
}
