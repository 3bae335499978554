import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { Tag } from '@contract/library'
import { useTranslation } from 'react-i18next'
import { TagDot } from './TagDot'

const COLORS = ['none', 'gray', 'red', 'orange', 'green', 'blue', 'purple'] as const

interface Props {
  label: string
  value: Tag['color']
  onChange: (color: Tag['color']) => void
}

export function ColorChoice({ label, value, onChange }: Props) {
  const { t } = useTranslation('library')
  return (
    <RadioGroup
      aria-label={label}
      value={value ?? 'none'}
      onValueChange={(next: (typeof COLORS)[number]) => onChange(next === 'none' ? null : next)}
      className="-ml-1.5 flex"
    >
      {COLORS.map((color) => (
        <Radio.Root
          key={color}
          value={color}
          aria-label={t(`colors.${color}`)}
          title={t(`colors.${color}`)}
          className="flex size-7 items-center justify-center rounded-full border-2 border-transparent data-checked:border-primary"
        >
          <TagDot color={color === 'none' ? null : color} className="size-3.5" />
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
