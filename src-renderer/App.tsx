import { useEffect, useState } from 'react'
import { Layout } from './features/Layout'
import type { Start } from './stores/start'
import { useTheme } from './features/useTheme'
import { late } from './ui/late'

const RecoveryView = late(async () => (await import('./features/recovery/RecoveryView')).default)

export function App({ starting }: { starting: Promise<Start> }) {
  const [started, setStarted] = useState<Start | null>(null)
  useTheme()

  useEffect(() => void starting.then(setStarted), [starting])

  if (!started) return null
  if (started.kind === 'chat') return <Layout root={started.root} />
  return <RecoveryView state={started.state} />
}
