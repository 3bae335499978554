import type { Failure } from '@contract/errors'
import type { ImportOutcome, ImportResult, ImportSource } from '@contract/imports'
import type { Switch } from '@contract/transfer'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { newId } from './ids'
import { SWITCHES } from './switches'

/** What of the files is to be imported. */
interface Choice {
  only: readonly Switch[]
  withKeys: boolean
}

interface Preview extends Choice {
  kind: 'preview'
  sources: readonly ImportSource[]
  results: readonly ImportResult[]
  /** Of looking again with another choice. */
  jobId: string | null
}

/** An import from the choice of its files to its report. */
export type ImportStage =
  | { kind: 'looking'; jobId: string; sources: readonly ImportSource[] }
  | Preview
  | { kind: 'running'; jobId: string; sources: readonly ImportSource[]; cancelling: boolean }
  | { kind: 'done'; outcome: ImportOutcome }
  | { kind: 'failed'; failure: Failure; running: boolean }

interface Imports {
  stage: ImportStage | null
  /** An import goes on without its dialog. */
  open: boolean
  /** Looks at what was chosen. While another import runs, that is shown instead. */
  look: (sources: readonly ImportSource[]) => Promise<void>
  /** Changes what of the files is imported, and says anew what that would do. */
  choose: (choice: Choice) => Promise<void>
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
        const choice = { only: SWITCHES, withKeys: false }
        set({ stage: { kind: 'preview', sources, results: answer.value, ...choice, jobId: null } })
      } else set({ stage: null, open: false })
    },

    async choose(choice) {
      const before = get().stage
      if (before?.kind !== 'preview') return
      if (before.jobId !== null) void ask('jobs.cancel', { id: before.jobId })
      const jobId = newId()
      const stage = { ...before, ...choice, jobId }
      set({ stage })
      const answer = await ask('imports.preview', { jobId, ...askedOf(stage) })
      if (get().stage !== stage) return
      if (!answer.ok) {
        set({ stage: { kind: 'failed', failure: answer.error, running: false } })
      } else if (answer.value) set({ stage: { ...stage, results: answer.value, jobId: null } })
    },

    async run() {
      const { stage } = get()
      if (stage?.kind !== 'preview' || stage.jobId !== null) return null
      const jobId = newId()
      const { sources } = stage
      set({ stage: { kind: 'running', jobId, sources, cancelling: false } })
      // What was damaged or unknown a moment ago still is, and its reason is in the report.
      const answer = await ask('imports.run', { jobId, ...askedOf(stage) })
      set({
        stage: answer.ok
          ? { kind: 'done', outcome: answer.value }
          : { kind: 'failed', failure: answer.error, running: true },
      })
      return answer.ok ? answer.value : answer.error
    },

    cancel() {
      const { stage } = get()
      if (stage === null || !('jobId' in stage) || stage.jobId === null) return
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

/** Keys need a word of their own, so that they are never left out by a switch alone. */
function askedOf({ sources, only, withKeys }: Preview) {
  const isAll = SWITCHES.every((each) => each === 'apiKeys' || only.includes(each))
  const chosen = SWITCHES.filter((each) => each === 'apiKeys' || only.includes(each))
  return {
    paths: sources.map(({ path }) => path),
    ...(!isAll && { only: chosen }),
    ...(withKeys && { withKeys }),
  }
}

export const useImports = createImports(call)
