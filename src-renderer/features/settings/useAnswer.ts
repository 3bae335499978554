import type { CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'
import { useCallback, useEffect, useState } from 'react'
import { call } from '../../api'

type Asked = 'app.info' | 'app.storage'

/** What main answers to a question without input; null until it has. `again` asks once more. */
export function useAnswer<K extends Asked>(name: K) {
  const [answer, setAnswer] = useState<Result<CallOutput<K>> | null>(null)
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    let wanted = true
    const ask = call as (name: K) => Promise<Result<CallOutput<K>>>
    void ask(name).then((result) => wanted && setAnswer(result))
    return () => {
      wanted = false
    }
  }, [name, turn])

  const again = useCallback(() => {
    setAnswer(null)
    setTurn((count) => count + 1)
  }, [])
  return { answer, again }
}
