import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'

interface Props<Value extends string> {
  labelId: string
  hintId: string | undefined
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** Two or three values side by side, all of them visible; arrow keys move between them. */
export function Segmented<Value extends string>(props: Props<Value>) {
  const { labelId, hintId, value, options, onChange } = props
  return (
    <RadioGroup
      aria-labelledby={labelId}
      aria-describedby={hintId}
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className="flex rounded-lg border border-border bg-muted p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.label}
          className="inline-flex min-h-7 items-center justify-center rounded-md border border-transparent px-3 text-muted-foreground outline-offset-0 select-none hover:text-foreground data-checked:border-input/45 data-checked:bg-popover data-checked:font-medium data-checked:text-foreground data-checked:shadow-xs"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
