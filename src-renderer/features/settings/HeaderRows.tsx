import { Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { input } from '../../ui/TextField'
import type { FieldsProps } from './NameFields'

/** Headers that a gateway or a proxy wants with every request. */
export function HeaderRows({ draft, problems, change }: FieldsProps) {
  const { t } = useTranslation('settings')
  const add = useRef<HTMLButtonElement>(null)
  const { headers } = draft

  const set = (row: number, patch: { name?: string; value?: string }) =>
    change({ headers: headers.map((each) => (each.row === row ? { ...each, ...patch } : each)) })
  const addRow = () => {
    const row = Math.max(-1, ...headers.map((each) => each.row)) + 1
    change({ headers: [...headers, { row, name: '', value: '' }] })
  }
  const deleteRow = (row: number) => {
    change({ headers: headers.filter((each) => each.row !== row) })
    add.current?.focus()
  }
  return (
    <fieldset>
      <legend className="font-medium">{t('form.headers')}</legend>
      <p className="mb-2 text-sm text-muted-foreground">{t('form.headersAbout')}</p>
      <div className="flex flex-col gap-2">
        {headers.map(({ row, name, value }, index) => (
          <div key={row} className="flex items-center gap-2">
            <input
              aria-label={t('form.headerLabel', { number: index + 1 })}
              aria-invalid={problems.headers ? true : undefined}
              placeholder={t('form.headerKey')}
              spellCheck={false}
              dir="ltr"
              value={name}
              onChange={(event) => set(row, { name: event.target.value })}
              className={`${input} font-mono`}
            />
            <input
              aria-label={t('form.headerValueLabel', { number: index + 1 })}
              placeholder={t('form.headerValue')}
              spellCheck={false}
              dir="ltr"
              value={value}
              onChange={(event) => set(row, { value: event.target.value })}
              className={`${input} font-mono`}
            />
            <IconButton
              label={t('form.headerDelete', { number: index + 1 })}
              icon={Trash2}
              onClick={() => deleteRow(row)}
            />
          </div>
        ))}
        {problems.headers && (
          <p className="text-sm text-destructive">{t(`form.${problems.headers}`)}</p>
        )}
        <Button ref={add} className="self-start" onClick={addRow}>
          <Plus size={15} aria-hidden />
          {t('form.headerAdd')}
        </Button>
      </div>
    </fieldset>
  )
}
