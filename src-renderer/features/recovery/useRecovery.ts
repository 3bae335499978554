import type { CallOutput } from '@contract/calls'
import type { Failure, Result } from '@contract/errors'
import { useState } from 'react'
import { call } from '../../api'
import { newId } from '../../stores/ids'
import { useTransfer } from '../../stores/transfer'
import { CATEGORIES } from '../backup/usePreview'

export type Step = 'read' | 'restore' | 'salvage' | 'startNew' | 'retry'
type Saved = CallOutput<'recovery.salvage'>

/** One attempt at a time to get the history back; main reloads the window after one that worked. */
export function useRecovery() {
  const [attempted, setAttempted] = useState<{ step: Step; jobId: string } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [saved, setSaved] = useState<Saved>(null)
  const job = useTransfer(({ jobs }) => attempted && jobs[attempted.jobId])

  async function attempt<T>(step: Step, work: (jobId: string) => Promise<Result<T>>) {
    const jobId = newId()
    setAttempted({ step, jobId })
    setFailure(null)
    const result = await work(jobId)
    setAttempted(null)
    if (!result.ok) setFailure(result.error)
    return result
  }

  return {
    busy: attempted?.step ?? null,
    /** How far it is, where that is told. */
    job: job ?? null,
    cancel: () => attempted && useTransfer.getState().cancel(attempted.jobId),
    failure,
    saved,
    restore: (file: string) => attempt('restore', () => call('recovery.restore', { file })),
    openBackup: () => attempt('read', (jobId) => call('backups.open', { jobId, name: null })),
    // All of it: of what cannot be read nothing can stay.
    restoreBackup: (passphrase: string | null) =>
      attempt('restore', (jobId) =>
        call('backups.restore', {
          jobId,
          only: [...CATEGORIES],
          replace: [...CATEGORIES],
          passphrase,
        }),
      ),
    startNew: () => attempt('startNew', () => call('recovery.startNew')),
    retry: () => attempt('retry', () => call('recovery.retry')),
    async salvage() {
      const result = await attempt('salvage', (jobId) => call('recovery.salvage', { jobId }))
      if (result.ok) setSaved(result.value)
    },
    async openFolder() {
      const result = await call('app.openDataFolder')
      if (!result.ok) setFailure(result.error)
    },
  }
}
