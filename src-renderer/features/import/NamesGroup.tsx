import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const LINE = 26

interface GroupProps {
  label: string
  names: readonly string[]
}

/** What things have in common and how many they are; unfolded, each of them. */
export function NamesGroup({ label, names }: GroupProps) {
  const { i18n } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  const count = new Intl.NumberFormat(i18n.language).format(names.length)
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className="flex min-h-7 w-full items-center gap-1.5 rounded-md px-1 text-left hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={`shrink-0 text-muted-foreground transition-transform ${open ? 'rotate-90' : ''}`}
        />
        <span className="min-w-0 flex-1">{label}</span>
        <span className="shrink-0 pr-1 text-muted-foreground tabular-nums">{count}</span>
      </button>
      {open && <Names id={id} label={label} names={names} />}
    </li>
  )
}

interface NamesProps extends GroupProps {
  id: string
}

/** There may be a hundred thousand of them. */
function Names({ id, label, names }: NamesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: names.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 10,
  })
  return (
    <div
      ref={scroller}
      id={id}
      tabIndex={0}
      role="region"
      aria-label={label}
      className="mb-1 ml-5.5 max-h-52 overflow-y-auto rounded-md border border-border bg-background"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <li
            key={index}
            dir="auto"
            className="absolute inset-x-0 truncate px-2 leading-[26px] text-muted-foreground"
            style={{ top: start, height: LINE }}
          >
            {names[index]}
          </li>
        ))}
      </ul>
    </div>
  )
}
