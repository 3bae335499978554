import { createElement, useSyncExternalStore } from 'react'
import type { ComponentType } from 'react'

/**
 * A component in a chunk of its own, which is loaded when it is first drawn or when `load` says so.
 * Suspense would keep it back for 300 ms after it has come.
 */
export function late<Props extends object>(
  get: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType = Nothing,
) {
  const listeners = new Set<() => void>()
  let asked = false
  let come: ComponentType<Props> | null = null

  function load() {
    if (asked) return
    asked = true
    void get().then((component) => {
      come = component
      for (const changed of listeners) changed()
    })
  }

  function listen(changed: () => void) {
    load()
    listeners.add(changed)
    return () => listeners.delete(changed)
  }

  function Late(props: Props) {
    const Come = useSyncExternalStore(listen, () => come)
    return Come ? createElement(Come, props) : createElement(Meanwhile)
  }
  return Object.assign(Late, { load })
}

function Nothing() {
  return null
}
