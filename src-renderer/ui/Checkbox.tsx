import type { ComponentProps } from 'react'

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'ref'> {
  label: string
  /** Some of what it stands for is chosen. */
  mixed?: boolean
}

/** Named by `label`, which is not drawn. */
export function Checkbox({ label, mixed = false, className = '', ...rest }: Props) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      ref={(box) => {
        if (box) box.indeterminate = mixed
      }}
      className={`size-4 shrink-0 accent-primary ${className}`}
      {...rest}
    />
  )
}
