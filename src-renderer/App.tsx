import { useEffect, useState } from 'react'
import { Layout } from './features/Layout'
import { start } from './stores/start'
import type { Start } from './stores/start'
import { useTheme } from './features/useTheme'
import { late } from './ui/late'

const RecoveryView = late(async () => (await import('./features/recovery/RecoveryView')).default)

// One window starts once, also where React mounts the tree twice to find mistakes.
let starting: Promise<Start> | null = null

export function App() {
  const [started, setStarted] = useState<Start | null>(null)
  useTheme()

  useEffect(() => {
    starting ??= start()
    void starting.then(setStarted)
  }, [])

  if (!started) return null
  if (started.kind === 'chat') return <Layout root={started.root} />
  return <RecoveryView state={started.state} />
}
