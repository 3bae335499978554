import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { useSought } from './sought'
import type { SettingName } from './search'

interface SectionProps {
  title: string
  about?: ReactNode
  /** Stands beside the title, such as a button that adds to the section. */
  action?: ReactNode
  children: ReactNode
}

/** A titled group of settings. */
export function Section({ title, about, action, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mb-7 last:mb-1">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h3 id={id} className="font-semibold">
            {title}
          </h3>
          {about && <p className="text-sm text-pretty text-muted-foreground">{about}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}

/** The frame around rows that belong together. */
export function Rows({ children }: { children: ReactNode }) {
  return (
    <div className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
      {children}
    </div>
  )
}

/** How long the row that a search led to is marked. */
const MARKED_MS = 2_500

interface ItemProps {
  /** What the search goes to. */
  name?: SettingName
  children: ReactNode
  className?: string
}

/** One row. When the search leads here, it comes into view and its first control has the focus. */
export function Item({ name, children, className = '' }: ItemProps) {
  const box = useRef<HTMLDivElement>(null)
  const found = useSought((state) => name !== undefined && state.name === name)

  useEffect(() => {
    if (!found) return
    box.current?.scrollIntoView({ block: 'center' })
    const control = box.current?.querySelector<HTMLElement>(
      'input:not([aria-hidden]), button, [aria-checked="true"], [role="switch"], [tabindex="0"]',
    )
    control?.focus()
    const timer = setTimeout(() => useSought.getState().clear(), MARKED_MS)
    return () => clearTimeout(timer)
  }, [found])

  return (
    <div
      ref={box}
      className={`px-4 py-3 transition-colors duration-500 ${found ? 'bg-primary-soft' : ''} ${className}`}
    >
      {children}
    </div>
  )
}

interface RowProps {
  name?: SettingName
  label: string
  hint?: ReactNode
  /** Gets the ids of label and hint, so that the control is named and described by them. */
  children: (ids: { labelId: string; hintId: string | undefined }) => ReactNode
}

/** Label and hint on the left, the control on the right; below each other where it is narrow. */
export function Row({ name, label, hint, children }: RowProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <Item
      {...(name && { name })}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2"
    >
      <div className={`min-w-0 flex-1 ${hint ? 'basis-52' : 'basis-24'}`}>
        <p id={id} className="font-medium">
          {label}
        </p>
        {hint && (
          <p id={hintId} className="text-sm text-muted-foreground">
            {hint}
          </p>
        )}
      </div>
      {children({ labelId: id, hintId })}
    </Item>
  )
}
