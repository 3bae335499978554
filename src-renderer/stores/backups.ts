import type { BackupPlan } from '@contract/backup'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'

/** What is asked about backups: a new one, one to restore, an undo. */
export type BackupDialog =
  | { kind: 'create' }
  | { kind: 'restore'; from: RestoreFrom }
  | { kind: 'undo' }

/** A copy, a file that is asked for (null), or a profile of another data folder. */
export type RestoreFrom =
  | { name: string | null }
  | { root: string; profile: { id: string; name: string | null } }

interface Backups {
  dialog: BackupDialog | null
  /** Scheduled backups; null until main has answered. */
  plan: BackupPlan | null
  /** When the restore began that can be undone. */
  restoredAt: number | null
  show: (dialog: BackupDialog | null) => void
  load: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createBackups(ask: Call) {
  return create<Backups>()((set) => ({
    dialog: null,
    plan: null,
    restoredAt: null,
    show: (dialog) => set({ dialog }),
    async load() {
      const answer = await ask('backups.state')
      if (answer.ok) set(answer.value)
    },
    apply(event) {
      if (event.name === 'backups.planned') set({ plan: event.value })
    },
  }))
}

export const useBackups = createBackups(call)
