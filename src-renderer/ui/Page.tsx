import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton'

interface Props {
  title: string
  back: string
  onBack: () => void
  /** What stands at the right of the heading. */
  actions?: ReactNode
  children: ReactNode
}

/** A page that takes the place of the chat: a way back, its title, and what it shows. */
export function Page({ title, back, onBack, actions, children }: Props) {
  return (
    <section aria-label={title} data-region="main" className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-border px-3">
        <IconButton label={back} icon={ArrowLeft} onClick={onBack} />
        <h1 className="flex-1 font-semibold">{title}</h1>
        {actions}
      </header>
      {children}
    </section>
  )
}
