import { useState } from 'react'
import type { FocusEvent, KeyboardEvent } from 'react'
import { lastIdOf } from '../../stores/thread'
import type { Thread } from '../../stores/thread'
import type { MessageVirtualizer } from './useScroll'

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** The row that has the focus, or holds the control that has it. */
export function keptRow() {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  return row ? Number(row.dataset.index) : null
}

/** Arrows, or J and K, go from message to message; one of them is the tab stop. */
export function useMessageKeys(thread: Thread, virtualizer: MessageVirtualizer) {
  const [focused, setFocused] = useState<string | null>(null)
  const tabStop = focused ?? lastIdOf(thread) ?? null

  function focusRow(index: number) {
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => {
      const row = document.querySelector<HTMLElement>(
        `[role="log"] [data-index="${index}"] article`,
      )
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    })
  }

  return {
    tabStop,
    onKeyDown(event: KeyboardEvent) {
      if (!(event.target instanceof HTMLElement) || event.target.tagName !== 'ARTICLE') return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const row = keptRow()
      if (row === null) return
      const step = steps[event.key]
      const target = { Home: 0, End: thread.total - 1 }[event.key] ?? (step ? row + step : null)
      if (target === null || target < 0 || target >= thread.total) return
      event.preventDefault()
      focusRow(target)
    },
    onFocus(event: FocusEvent) {
      const article = event.target.closest<HTMLElement>('[data-message-id]')
      setFocused(article?.dataset.messageId ?? null)
    },
    onBlur(event: FocusEvent) {
      if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null)
    },
  }
}
