import { Field } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'

interface Props extends ComponentProps<'input'> {
  label: string
  hint?: ReactNode
  error?: string | undefined
}

export function TextField({ label, hint, error, className = '', ...rest }: Props) {
  return (
    <Field.Root invalid={error !== undefined} className={`flex flex-col gap-1 ${className}`}>
      <Field.Label className="font-medium">{label}</Field.Label>
      <Field.Control render={<input dir="auto" {...rest} />} className={input} />
      {hint && (
        <Field.Description className="text-sm text-muted-foreground">{hint}</Field.Description>
      )}
      {error && (
        <Field.Error match className="text-sm text-destructive">
          {error}
        </Field.Error>
      )}
    </Field.Root>
  )
}

export const input =
  'min-h-8 w-full rounded-md border border-input/60 bg-popover px-2.5 py-1 placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 data-invalid:border-destructive'
