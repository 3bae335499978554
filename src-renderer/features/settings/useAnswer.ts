import type { CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'
import { useEffect, useState } from 'react'
import { call } from '../../api'

type Asked = 'app.info' | 'app.storage'

/** What main answers to a question without input; null until it has. `again` asks once more. */
export function useAnswer<K extends Asked>(name: K) {
  const [turn, setTurn] = useState(0)
  const [heard, setHeard] = useState<{ turn: number; result: Result<CallOutput<K>> } | null>(null)

  useEffect(() => {
    let wanted = true
    // `call` is told by each name alone whether there is an input; of these two none has one.
    const ask = call as (name: K) => Promise<Result<CallOutput<K>>>
    void ask(name).then((result) => wanted && setHeard({ turn, result }))
    return () => {
      wanted = false
    }
  }, [name, turn])

  const answer = heard?.turn === turn ? heard.result : null
  return { answer, again: () => setTurn((count) => count + 1) }
}
