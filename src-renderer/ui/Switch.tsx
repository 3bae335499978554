import { Switch as Base } from '@base-ui/react/switch'
import { useId } from 'react'
import type { ReactNode } from 'react'

interface Props {
  label: string
  hint?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export function Switch({ label, hint, checked, disabled = false, onChange }: Props) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-6">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-muted-foreground">
            {hint}
          </p>
        )}
      </div>
      <Base.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="flex h-6 w-10 shrink-0 rounded-full border border-input bg-muted p-0.5 transition-colors data-checked:border-primary data-checked:bg-primary data-disabled:opacity-50"
      >
        <Base.Thumb className="aspect-square h-full rounded-full bg-input transition-transform data-checked:translate-x-4 data-checked:bg-primary-foreground" />
      </Base.Root>
    </div>
  )
}
