import { Field } from '@base-ui/react/field'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProviders } from '../../stores/providers'
import { Button } from '../../ui/Button'
import { input, TextField } from '../../ui/TextField'
import { ModelCombobox } from '../chat/ModelCombobox'
import { NUMBERS } from './defaultsDraft'
import type { DefaultsDraft, Inherited, NumberName } from './defaultsDraft'
import { useOrigin } from './useOrigin'

interface Props {
  draft: DefaultsDraft
  inherited: Inherited
  wrong: readonly NumberName[]
  change: (patch: Partial<DefaultsDraft>) => void
}

/** Instructions, model and numbers: what is left empty shows what it inherits, and from where. */
export function DefaultsFields({ draft, inherited, wrong, change }: Props) {
  const { t } = useTranslation('library')
  const originOf = useOrigin()
  const { instructions, parameters } = inherited
  return (
    <>
      <Field.Root className="flex flex-col gap-1">
        <Field.Label className="font-medium">{t('settings.instructions')}</Field.Label>
        <Field.Control
          render={<textarea rows={3} dir="auto" />}
          value={draft.instructions}
          placeholder={instructions?.value || undefined}
          onValueChange={(value) => change({ instructions: value })}
          className={`${input} field-sizing-content max-h-56 min-h-20 resize-none`}
        />
        <Field.Description className="text-sm text-muted-foreground">
          {draft.instructions.trim() === '' && instructions?.value
            ? originOf(instructions)
            : t('settings.instructionsHint')}
        </Field.Description>
      </Field.Root>
      <ModelChoiceField draft={draft} inherited={inherited} change={change} />
      <fieldset>
        <legend className="font-medium">{t('settings.parameters')}</legend>
        <p className="mb-2 text-sm text-muted-foreground">{t('settings.parametersAbout')}</p>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {NUMBERS.map((name) => {
            const from = parameters.find((each) => each.name === name)
            return (
              <TextField
                key={name}
                label={t(`settings.${name}`)}
                inputMode="decimal"
                dir="ltr"
                placeholder={from ? String(from.value) : t('settings.inherit')}
                hint={draft[name].trim() === '' && from ? originOf(from) : undefined}
                value={draft[name]}
                error={wrong.includes(name) ? t('settings.numberWrong') : undefined}
                onChange={(event) => change({ [name]: event.target.value })}
              />
            )
          })}
        </div>
      </fieldset>
    </>
  )
}

function ModelChoiceField({ draft, inherited, change }: Omit<Props, 'wrong'>) {
  const { t } = useTranslation('library')
  const originOf = useOrigin()
  const labelId = useId()
  const [open, setOpen] = useState(false)
  const providers = useProviders((state) => state.list)
  const { model } = draft
  const nameOf = (providerId: string | null, name: string | null) =>
    name ?? providers.find((each) => each.id === providerId)?.name
  const own = nameOf(model.providerId, model.model)
  const from = inherited.model
  const fromName = from && nameOf(from.providerId, from.value)
  return (
    <div className="flex flex-col gap-1">
      <span id={labelId} className="font-medium">
        {t('settings.model')}
      </span>
      <div className="flex gap-2">
        <ModelCombobox
          label={t('settings.model')}
          className={`${input} flex min-w-0 flex-1 items-center justify-between gap-2 text-left select-none ${own ? '' : 'text-muted-foreground'}`}
          value={model}
          open={open}
          side="bottom"
          onOpenChange={setOpen}
          onChoose={(next) => change({ model: next })}
        >
          <span className="truncate">
            {own ??
              (fromName ? t('settings.inheritValue', { value: fromName }) : t('settings.inherit'))}
          </span>
          <ChevronDown size={14} aria-hidden className="shrink-0" />
        </ModelCombobox>
        {own && (
          <Button
            aria-label={t('settings.reset', { name: t('settings.model') })}
            onClick={() => change({ model: { providerId: null, model: null } })}
          >
            {t('settings.inherit')}
          </Button>
        )}
      </div>
      {!own && from && <p className="text-sm text-muted-foreground">{originOf(from)}</p>}
    </div>
  )
}
