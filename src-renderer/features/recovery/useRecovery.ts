import type { CallOutput } from '@contract/calls'
import type { Failure, Result } from '@contract/errors'
import { useState } from 'react'
import { call } from '../../api'
import { newId } from '../../stores/ids'
import { CATEGORIES } from '../backup/usePreview'

export type Step = 'read' | 'restore' | 'salvage' | 'startNew' | 'retry'
type Saved = CallOutput<'recovery.salvage'>

/** One attempt at a time to get the history back; main reloads the window after one that worked. */
export function useRecovery() {
  const [busy, setBusy] = useState<Step | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [saved, setSaved] = useState<Saved | null>(null)

  async function attempt<T>(step: Step, work: () => Promise<Result<T>>) {
    setBusy(step)
    setFailure(null)
    const result = await work()
    setBusy(null)
    if (!result.ok) setFailure(result.error)
    return result
  }

  return {
    busy,
    failure,
    saved,
    restore: (file: string) => attempt('restore', () => call('recovery.restore', { file })),
    openBackup: () => attempt('read', () => call('backups.open', { jobId: newId(), name: null })),
    // All of it: of what cannot be read nothing can stay.
    restoreBackup: (passphrase: string | null) =>
      attempt('restore', () =>
        call('backups.restore', {
          jobId: newId(),
          only: [...CATEGORIES],
          replace: [...CATEGORIES],
          passphrase,
        }),
      ),
    startNew: () => attempt('startNew', () => call('recovery.startNew')),
    retry: () => attempt('retry', () => call('recovery.retry')),
    async salvage() {
      const result = await attempt('salvage', () => call('recovery.salvage'))
      if (result.ok) setSaved(result.value)
    },
    async openFolder() {
      const result = await call('app.openDataFolder')
      if (!result.ok) setFailure(result.error)
    },
  }
}
