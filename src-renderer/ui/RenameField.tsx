import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'

interface Props {
  label: string
  value: string
  maxLength: number
  className?: string
  /** Ends the renaming, with a name only when another one is to be saved. */
  onEnd: (name: string | null) => void
  /** Where the focus goes after a key has ended it. */
  onDone: () => void
}

/** Renames in place: Enter or leaving the field saves, Escape keeps the old name. */
export function RenameField({ label, value, maxLength, className = '', onEnd, onDone }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const ended = useRef(false)

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  function end(save: boolean) {
    // Removing the focused field blurs it, which must not save what Escape gave up.
    if (ended.current) return
    ended.current = true
    const name = field.current?.value.trim() ?? ''
    onEnd(save && name && name !== value ? name : null)
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    end(event.key === 'Enter')
    onDone()
  }

  return (
    <input
      ref={field}
      dir="auto"
      aria-label={label}
      defaultValue={value}
      maxLength={maxLength}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => end(true)}
      onKeyDown={onKeyDown}
      className={`w-full min-w-0 border border-ring bg-popover outline-none ${className}`}
    />
  )
}
