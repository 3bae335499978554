import type { Failure, Result } from '@contract/errors'
import { useCallback, useEffect, useRef, useState } from 'react'
import { newId } from '../../stores/ids'
import { useTransfer } from '../../stores/transfer'

type Task<T> =
  | { state: 'idle' }
  | { state: 'running'; id: string }
  | { state: 'done'; value: T }
  | { state: 'failed'; failure: Failure }

/** One job after the other, with what has come of the last; one that was cancelled leaves nothing. */
export function useTask<T>() {
  const [task, setTask] = useState<Task<T>>({ state: 'idle' })
  const latest = useRef<string | null>(null)
  const mounted = useRef(true)
  const job = useTransfer((state) => (task.state === 'running' ? state.jobs[task.id] : undefined))

  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])

  const run = useCallback(async (ask: (jobId: string) => Promise<Result<T | null>>) => {
    const id = newId()
    latest.current = id
    setTask({ state: 'running', id })
    const answer = await ask(id)
    if (mounted.current && latest.current === id) setTask(outcomeOf(answer))
    return answer
  }, [])

  return {
    task,
    /** How far it is; undefined until it has begun. */
    job,
    mounted,
    run,
    cancel() {
      if (task.state === 'running') useTransfer.getState().cancel(task.id)
    },
  }
}

function outcomeOf<T>(answer: Result<T | null>): Task<T> {
  if (!answer.ok) return { state: 'failed', failure: answer.error }
  return answer.value === null ? { state: 'idle' } : { state: 'done', value: answer.value }
}
