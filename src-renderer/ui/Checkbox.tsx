import type { ComponentProps } from 'react'

// The box is drawn inside of a target that is large enough to hit.
const look =
  'size-7 shrink-0 appearance-none rounded-md before:absolute before:inset-[5px] before:rounded-[4px] before:border before:border-input before:bg-popover checked:before:border-primary checked:before:bg-primary indeterminate:before:border-primary indeterminate:before:bg-primary after:absolute after:inset-[5px] checked:after:bg-primary-foreground checked:after:[clip-path:polygon(22%_50%,32%_40%,44%_53%,69%_26%,79%_35%,45%_73%)] indeterminate:after:bg-primary-foreground indeterminate:after:[clip-path:inset(43%_25%)] forced-colors:appearance-auto forced-colors:before:hidden forced-colors:after:hidden'

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'ref'> {
  label: string
  /** Some of what it stands for is chosen. */
  mixed?: boolean
}

/** Named by `label`, which is not drawn. Its box needs a `relative` or `absolute` place. */
export function Checkbox({ label, mixed = false, className = '', ...rest }: Props) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      ref={(box) => {
        if (box) box.indeterminate = mixed
      }}
      className={`${look} ${className}`}
      {...rest}
    />
  )
}
