import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { holdsAny, useFolded } from '../../found/sought'

interface Props {
  /** The accessible name of the whole. */
  name: string
  icon: ReactNode
  summary: ReactNode
  /** What stands inside: where it is searched for, the fold opens. */
  text: string
  children: ReactNode
}

/** Something that belongs to a reply but is not its text: folded until it is asked for, or found. */
export function Fold({ name, icon, summary, text, children }: Props) {
  const [open, setOpen] = useFolded((target) => holdsAny(text, target))
  return (
    <Collapsible.Root
      open={open}
      onOpenChange={setOpen}
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
