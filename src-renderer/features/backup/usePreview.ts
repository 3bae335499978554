import type { Category, Tallies } from '@contract/backup'
import type { Failure } from '@contract/errors'
import { useEffect, useState } from 'react'
import { call } from '../../api'
import { newId } from '../../stores/ids'
import { SWITCHES } from '../../stores/switches'

/** In the order in which they are shown. */
export const CATEGORIES = [...SWITCHES, 'attachments'] as const satisfies readonly Category[]

/** What a restore would do, of everything in the backup, counted anew for each choice of what is replaced. */
export function usePreview(replace: readonly Category[]) {
  const [counted, setCounted] = useState<{ of: string; tallies: Tallies } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const key = JSON.stringify(replace)

  useEffect(() => {
    const jobId = newId()
    let wanted = true
    // The key is the choice itself: a new object that says the same is not counted again.
    const same = JSON.parse(key) as Category[]
    void call('backups.preview', { jobId, only: [...CATEGORIES], replace: same }).then((answer) => {
      if (!wanted) return
      setFailure(answer.ok ? null : answer.error)
      if (answer.ok && answer.value) setCounted({ of: key, tallies: answer.value })
    })
    return () => {
      wanted = false
      void call('jobs.cancel', { id: jobId })
    }
  }, [key])

  // The last ones stay in sight until there are others.
  return { tallies: counted?.tallies ?? null, isCurrent: counted?.of === key, failure }
}
