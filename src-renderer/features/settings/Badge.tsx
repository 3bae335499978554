import type { ReactNode } from 'react'

/** A word that marks one row among others. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="rounded-full bg-primary-soft px-2 py-px text-xs font-medium text-primary">
      {children}
    </span>
  )
}
