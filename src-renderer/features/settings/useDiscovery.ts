import type { Failure, Result } from '@contract/errors'
import type { Discovered } from '@contract/state'
import { useEffect, useState } from 'react'
import { call } from '../../api'
import { useSettings } from '../../stores/settings'

export interface Discovery {
  asking: boolean
  /** Null until somebody asked. */
  found: readonly Discovered[] | null
  failure: Failure | null
  ask: () => void
}

interface Heard {
  turn: number
  result: Result<Discovered[]>
}

/** The model servers on this computer. They are asked on demand, or at once where that is allowed. */
export function useDiscovery(atOnce: boolean): Discovery {
  const allowed = useSettings((state) => state.value?.discoveryAllowed ?? false)
  const [turn, setTurn] = useState(atOnce && allowed ? 1 : 0)
  const [heard, setHeard] = useState<Heard | null>(null)

  useEffect(() => {
    if (turn === 0) return
    let wanted = true
    void call('providers.discover').then((result) => wanted && setHeard({ turn, result }))
    return () => {
      wanted = false
    }
  }, [turn])

  const result = heard?.turn === turn ? heard.result : null
  return {
    asking: turn > 0 && result === null,
    found: result?.ok ? result.value : null,
    failure: result && !result.ok ? result.error : null,
    ask: () => setTurn((count) => count + 1),
  }
}
