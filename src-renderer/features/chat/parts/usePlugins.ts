import { useEffect, useState } from 'react'
import type { PluginConfig } from 'streamdown'

const plain: PluginConfig = {}
let complete: PluginConfig | null = null

/** With the first formula, what draws those, which is large. */
export function usePlugins(text: string) {
  const [plugins, setPlugins] = useState(complete ?? plain)
  const wanted = plugins !== complete && /\$\$|(`{3}|~{3})math/.test(text)

  useEffect(() => {
    if (!wanted) return
    let gone = false
    void withMath().then((loaded) => gone || setPlugins(loaded))
    return () => {
      gone = true
    }
  }, [wanted])

  return plugins
}

async function withMath() {
  const { math } = await import('./math')
  // Loading it is a task of its own, and drawing with it another.
  await new Promise((resolve) => setTimeout(resolve))
  complete ??= { math }
  return complete
}
