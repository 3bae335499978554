import { useTranslation } from 'react-i18next'
import { Select } from '../../ui/Select'
import { TextField } from '../../ui/TextField'
import type { Draft, Problems } from './draft'
import { KINDS } from './presets'
import { takeFocus } from './takeFocus'

export interface FieldsProps {
  draft: Draft
  problems: Problems
  change: (patch: Partial<Draft>) => void
}

export function NameFields({ draft, problems, change, isNew }: FieldsProps & { isNew: boolean }) {
  const { t } = useTranslation('settings')
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select
        label={t('form.type')}
        value={draft.kind}
        options={KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <TextField
        label={t('form.name')}
        ref={isNew ? takeFocus : undefined}
        placeholder={t('form.namePlaceholder')}
        value={draft.name}
        maxLength={200}
        error={problems.name && t(`form.${problems.name}`)}
        onChange={(event) => change({ name: event.target.value })}
      />
    </div>
  )
}
