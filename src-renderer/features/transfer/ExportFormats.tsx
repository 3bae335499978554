import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ExportFormat } from '@contract/transfer'
import { useId } from 'react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  formats: readonly ExportFormat[]
  value: ExportFormat
  onChange: (format: ExportFormat) => void
  firstRef: RefObject<HTMLElement | null>
}

/** One of the forms that a file may have, each with what it is good for. */
export function ExportFormats({ formats, value, onChange, firstRef }: Props) {
  const { t } = useTranslation('transfer')
  const id = useId()
  return (
    <RadioGroup
      aria-label={t('dialog.format')}
      value={value}
      onValueChange={(next: ExportFormat) => onChange(next)}
      className="flex flex-col divide-y divide-border overflow-hidden rounded-lg border border-border bg-card"
    >
      {formats.map((format) => (
        <label
          key={format}
          className="grid grid-cols-[auto_1fr] gap-x-3 px-4 py-2.5 hover:bg-hover has-data-checked:bg-primary-soft"
        >
          <Radio.Root
            ref={format === value ? firstRef : undefined}
            value={format}
            aria-labelledby={`${id}-${format}`}
            aria-describedby={`${id}-${format}-about`}
            className="mt-0.75 flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-popover data-checked:border-primary data-checked:bg-primary"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
          </Radio.Root>
          <span id={`${id}-${format}`} className="font-medium">
            {t(`dialog.formats.${format}.name`)}
          </span>
          <span
            id={`${id}-${format}-about`}
            className="col-start-2 text-sm text-pretty text-muted-foreground"
          >
            {t(`dialog.formats.${format}.about`)}
          </span>
        </label>
      ))}
    </RadioGroup>
  )
}
