import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  /** The accessible name of the whole. */
  name: string
  icon: ReactNode
  summary: ReactNode
  children: ReactNode
}

/** Something that belongs to a reply but is not its text: folded until it is asked for. */
export function Fold({ name, icon, summary, children }: Props) {
  return (
    <Collapsible.Root
      render={<div role="group" aria-label={name} />}
      className="my-2 text-base text-muted-foreground"
    >
      <Collapsible.Trigger className="group/fold -ml-2 flex min-h-7 max-w-full items-center gap-2 rounded-md px-2 text-left select-none hover:bg-hover hover:text-foreground">
        {icon}
        <span className="min-w-0 truncate">{summary}</span>
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 transition-transform group-data-panel-open/fold:rotate-90"
        />
      </Collapsible.Trigger>
      <Collapsible.Panel className="mt-1 ml-1.5 border-l-2 border-border pl-4">
        {children}
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}
