import type { Failure } from '@contract/errors'
import type { ImportOutcome, ImportResult, ImportSource } from '@contract/imports'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { newId } from './ids'

/** An import from the choice of its files to its report. */
export type ImportStage =
  | { kind: 'looking'; jobId: string; sources: readonly ImportSource[] }
  | { kind: 'preview'; sources: readonly ImportSource[]; results: readonly ImportResult[] }
  | { kind: 'running'; jobId: string; sources: readonly ImportSource[]; cancelling: boolean }
  | { kind: 'done'; outcome: ImportOutcome }
  | { kind: 'failed'; failure: Failure; running: boolean }

interface Imports {
  stage: ImportStage | null
  /** An import goes on without its dialog. */
  open: boolean
  /** Looks at what was chosen. While another import runs, that is shown instead. */
  look: (sources: readonly ImportSource[]) => Promise<void>
  /** Answers how it ended; null where there was nothing to begin. */
  run: () => Promise<ImportOutcome | Failure | null>
  cancel: () => void
  show: () => void
  /** Leaves the dialog; what is not begun yet is forgotten. */
  close: () => void
  fail: (failure: Failure) => void
}

export function createImports(ask: Call) {
  return create<Imports>()((set, get) => ({
    stage: null,
    open: false,

    async look(sources) {
      const before = get().stage
      if (before?.kind === 'running') return set({ open: true })
      if (before?.kind === 'looking') void ask('jobs.cancel', { id: before.jobId })
      const jobId = newId()
      const stage = { kind: 'looking', jobId, sources } as const
      set({ stage, open: true })
      const paths = sources.map(({ path }) => path)
      const answer = await ask('imports.preview', { jobId, paths })
      if (get().stage !== stage) return
      if (!answer.ok) {
        set({ stage: { kind: 'failed', failure: answer.error, running: false } })
      } else if (answer.value) {
        set({ stage: { kind: 'preview', sources, results: answer.value } })
      } else set({ stage: null, open: false })
    },

    async run() {
      const { stage } = get()
      if (stage?.kind !== 'preview') return null
      const jobId = newId()
      const { sources } = stage
      set({ stage: { kind: 'running', jobId, sources, cancelling: false } })
      // What was damaged or unknown a moment ago still is, and its reason is in the report.
      const paths = sources.map(({ path }) => path)
      const answer = await ask('imports.run', { jobId, paths })
      set({
        stage: answer.ok
          ? { kind: 'done', outcome: answer.value }
          : { kind: 'failed', failure: answer.error, running: true },
      })
      return answer.ok ? answer.value : answer.error
    },

    cancel() {
      const { stage } = get()
      if (stage?.kind !== 'running' && stage?.kind !== 'looking') return
      if (stage.kind === 'running') set({ stage: { ...stage, cancelling: true } })
      void ask('jobs.cancel', { id: stage.jobId })
    },

    show: () => set({ open: true }),

    close() {
      const { stage, cancel } = get()
      if (stage?.kind === 'running') return set({ open: false })
      cancel()
      set({ stage: null, open: false })
    },

    fail: (failure) => set({ stage: { kind: 'failed', failure, running: false }, open: true }),
  }))
}

export const useImports = createImports(call)
