import type { JobProgress } from '@contract/transfer'
import { Spinner } from '../../ui/Spinner'
import { JobLine } from '../transfer/JobLine'

interface Props {
  job: JobProgress | undefined
  /** What is said until the job has begun. */
  before: string
  onCancel?: (() => void) | undefined
}

/** How far the job of a dialog is; before that, what it waits for. */
export function TaskLine({ job, before, onCancel }: Props) {
  if (job) return <JobLine job={job} onCancel={onCancel} />
  return (
    <p role="status" className="flex items-center gap-2 text-muted-foreground">
      <Spinner />
      {before}
    </p>
  )
}
