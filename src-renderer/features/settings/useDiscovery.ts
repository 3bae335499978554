import type { Failure } from '@contract/errors'
import type { Discovered } from '@contract/state'
import { useCallback, useEffect, useState } from 'react'
import { call } from '../../api'
import { useSettings } from '../../stores/settings'

export interface Discovery {
  asking: boolean
  /** Null until somebody asked. */
  found: readonly Discovered[] | null
  failure: Failure | null
  ask: () => Promise<void>
}

/** The model servers on this computer. They are asked for on demand, or at once where that is allowed. */
export function useDiscovery(atOnce: boolean): Discovery {
  const allowed = useSettings((state) => state.value?.discoveryAllowed ?? false)
  const [asking, setAsking] = useState(false)
  const [found, setFound] = useState<readonly Discovered[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  const ask = useCallback(async () => {
    setAsking(true)
    const answer = await call('providers.discover')
    setAsking(false)
    setFound(answer.ok ? answer.value : null)
    setFailure(answer.ok ? null : answer.error)
  }, [])

  useEffect(() => {
    if (atOnce && allowed) void ask()
  }, [atOnce, allowed, ask])

  return { asking, found, failure, ask }
}
