import type { EventMessage } from '@contract/events'
import type { ExportScope, JobProgress } from '@contract/transfer'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'

interface Transfer {
  /** What the export dialog asks about. */
  exporting: ExportScope | null
  /** What takes a while and is under way, also where another window's page began it. */
  jobs: Readonly<Record<string, JobProgress>>
  askExport: (scope: ExportScope | null) => void
  cancel: (id: string) => void
  apply: (event: EventMessage) => void
}

export function createTransfer(ask: Call) {
  return create<Transfer>()((set) => ({
    exporting: null,
    jobs: {},
    askExport: (exporting) => set({ exporting }),
    cancel: (id) => void ask('jobs.cancel', { id }),
    apply(event) {
      if (event.name === 'job.progressed') {
        const job = event.value
        set(({ jobs }) => ({ jobs: { ...jobs, [job.id]: job } }))
      } else if (event.name === 'job.ended') {
        set(({ jobs }) => {
          const { [event.value.id]: _, ...others } = jobs
          return { jobs: others }
        })
      }
    },
  }))
}

export const useTransfer = createTransfer(call)
