import type { ComponentProps } from 'react'

const looks = {
  primary:
    'bg-primary text-primary-foreground hover:bg-primary-hover disabled:bg-muted disabled:text-muted-foreground',
  secondary: 'border border-input/45 bg-popover hover:bg-hover active:bg-pressed',
  quiet: 'hover:bg-hover active:bg-pressed',
  danger: 'border border-destructive/50 text-destructive hover:bg-destructive-soft',
}

interface Props extends ComponentProps<'button'> {
  look?: keyof typeof looks
}

export function Button({ look = 'secondary', className = '', ...rest }: Props) {
  return (
    <button
      type="button"
      className={`inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 py-1 font-medium select-none disabled:opacity-60 ${looks[look]} ${className}`}
      {...rest}
    />
  )
}
