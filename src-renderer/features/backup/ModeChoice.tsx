import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Segmented } from '../../ui/Segmented'

export type Mode = 'merge' | 'replace'

interface Props {
  /** Of all that is chosen; `mixed` where not all of it is the same. */
  mode: Mode | 'mixed'
  onChange: (mode: Mode | 'mixed') => void
}

/** Whether what is restored joins what is here, or takes its place. */
export function ModeChoice({ mode, onChange }: Props) {
  const { t } = useTranslation('backup')
  const id = useId()
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p id={id} className="font-medium">
          {t('restore.mode')}
        </p>
        <p id={`${id}-hint`} className="text-sm text-pretty text-muted-foreground">
          {t(`restore.modeHint.${mode}`)}
        </p>
      </div>
      <Segmented
        labelId={id}
        hintId={`${id}-hint`}
        value={mode}
        options={(['merge', 'replace'] as const).map((value) => ({
          value,
          label: t(`restore.modes.${value}`),
        }))}
        onChange={onChange}
      />
    </div>
  )
}
