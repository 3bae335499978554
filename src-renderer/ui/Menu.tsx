import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

interface Props {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Where focus goes when the menu closes; false when what was chosen takes the focus itself. */
  finalFocus?: () => boolean
}

export function Menu({
  trigger,
  align = 'start',
  side = 'bottom',
  children,
  open,
  onOpenChange,
  finalFocus,
}: Props) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-40 outline-none">
          <Base.Popup finalFocus={finalFocus} className={popup}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface ItemProps {
  icon?: LucideIcon
  children: ReactNode
  keys?: string | undefined
  danger?: boolean
  disabled?: boolean
  onClick: () => void
}

export function MenuItem({ icon: Icon, children, keys, danger, disabled, onClick }: ItemProps) {
  return (
    <Base.Item
      onClick={onClick}
      disabled={disabled}
      className={`${item} ${danger ? 'text-destructive' : ''}`}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden className="shrink-0 opacity-80" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && (
        <kbd aria-hidden className="pl-4 font-sans text-xs text-muted-foreground">
          {keys}
        </kbd>
      )}
    </Base.Item>
  )
}

/** One of a few values of which exactly one holds. */
export function MenuChoices<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <Base.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next: Value) => onChange(next)}
    >
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={item}>
          <span className="flex size-4 items-center justify-center">
            <Base.RadioItemIndicator>
              <Check size={14} aria-hidden className="text-primary" />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-border" />
}

export const popup =
  'min-w-44 max-w-80 rounded-lg border border-border bg-popover p-1 text-foreground shadow-popover outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'

export const item =
  'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2 py-1 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover'
