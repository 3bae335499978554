import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { item, popup } from './Menu'
import { input } from './TextField'

interface Props<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  disabled?: boolean
  /** Where a label already stands beside it. */
  hideLabel?: boolean
  className?: string
}

/** One of a few fixed values, as a `combobox` named by its label. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
  hideLabel = false,
  className = '',
}: Props<Value>) {
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <Base.Root
        items={options}
        value={value}
        disabled={disabled}
        onValueChange={(next) => next !== null && onChange(next)}
      >
        <Base.Label className={hideLabel ? 'sr-only' : 'font-medium'}>{label}</Base.Label>
        <Base.Trigger
          className={`${input} flex items-center justify-between gap-2 text-left select-none`}
        >
          <Base.Value />
          <Base.Icon>
            <ChevronDown size={14} aria-hidden />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            alignItemWithTrigger={false}
            sideOffset={4}
            className="z-40 outline-none"
          >
            <Base.Popup
              className={`${popup} max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto`}
            >
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={item}>
                  <Base.ItemText className="flex-1">{option.label}</Base.ItemText>
                  <Base.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  )
}
