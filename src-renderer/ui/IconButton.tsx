import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from './Tooltip'

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its accessible name, and its tooltip unless `tip` says more. */
  label: string
  icon: LucideIcon
  tip?: ReactNode
  keys?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
}

export const iconButton =
  'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted-foreground select-none hover:bg-hover hover:text-foreground active:bg-pressed disabled:pointer-events-none disabled:opacity-45 data-popup-open:bg-pressed data-popup-open:text-foreground'

export function IconButton({ label, icon: Icon, tip, keys, side, className = '', ...rest }: Props) {
  return (
    <Tooltip text={tip ?? label} keys={keys} side={side ?? 'bottom'}>
      <button type="button" aria-label={label} className={`${iconButton} ${className}`} {...rest}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
