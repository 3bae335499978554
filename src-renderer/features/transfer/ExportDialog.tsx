import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ExportChoice, ExportFormat, ExportScope } from '@contract/transfer'
import { useId, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useTransfer } from '../../stores/transfer'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Segmented } from '../../ui/Segmented'
import { ExportContents } from './ExportContents'
import { runExport } from './runExport'

const FORMATS = ['json', 'llamacpp', 'markdown', 'html'] as const
const FOR_READING: readonly ExportFormat[] = ['markdown', 'html']
const BRANCHES = ['all', 'shown'] as const

/** Asks in which form, and says what the file will hold; where to is asked by the system's own dialog. */
export default function ExportDialog({ scope }: { scope: ExportScope }) {
  const { t } = useTranslation(['transfer', 'common'])
  const [format, setFormat] = useState<ExportFormat>('json')
  const [branches, setBranches] = useState<ExportChoice['branches']>('all')
  const first = useRef<HTMLElement>(null)
  const branchesId = useId()
  const about = useAbout(scope)
  const choice = {
    scope,
    format,
    branches: FOR_READING.includes(format) ? branches : 'all',
  } as const
  const close = () => useTransfer.getState().askExport(null)

  return (
    <Dialog
      open
      title={t('dialog.title')}
      description={about}
      size="w-[34rem]"
      initialFocus={first}
      onClose={close}
    >
      <div className="min-h-0 overflow-y-auto px-5 py-4">
        <Formats value={format} onChange={setFormat} firstRef={first} />
        {FOR_READING.includes(format) && (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p id={branchesId} className="font-medium">
              {t('dialog.branches')}
            </p>
            <Segmented
              labelId={branchesId}
              hintId={undefined}
              value={branches}
              options={BRANCHES.map((value) => ({ value, label: t(`dialog.branchesOf.${value}`) }))}
              onChange={setBranches}
            />
          </div>
        )}
        <ExportContents choice={choice} />
      </div>
      <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button
          look="primary"
          onClick={() => {
            close()
            void runExport(choice)
          }}
        >
          {t('dialog.run')}
        </Button>
      </div>
    </Dialog>
  )
}

/** The chat's title where it is one, else how many or which they are. */
function useAbout(scope: ExportScope) {
  const { t } = useTranslation('transfer')
  const byId = useConversations((state) => state.byId)
  const projects = useLibrary((state) => state.projects)
  if ('all' in scope) return t('dialog.ofAll')
  if ('projectId' in scope) return t('dialog.ofProject', { name: projects[scope.projectId]?.name })
  const count = scope.ids.length
  const [only = ''] = scope.ids
  return (count === 1 && byId[only]?.title) || t('conversations', { count })
}

interface FormatsProps {
  value: ExportFormat
  onChange: (format: ExportFormat) => void
  firstRef: RefObject<HTMLElement | null>
}

function Formats({ value, onChange, firstRef }: FormatsProps) {
  const { t } = useTranslation('transfer')
  const id = useId()
  return (
    <RadioGroup
      aria-label={t('dialog.format')}
      value={value}
      onValueChange={(next: ExportFormat) => onChange(next)}
      className="flex flex-col divide-y divide-border overflow-hidden rounded-lg border border-border bg-card"
    >
      {FORMATS.map((format) => (
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
