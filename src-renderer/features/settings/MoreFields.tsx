import { Collapsible } from '@base-ui/react/collapsible'
import { Field } from '@base-ui/react/field'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { input, TextField } from '../../ui/TextField'
import type { Problems } from './draft'
import { HeaderRows } from './HeaderRows'
import type { FieldsProps } from './NameFields'

const NUMBERS = ['temperature', 'topP', 'maxTokens', 'seed'] as const

/** What most servers need not be told; it opens by itself where something in it is wrong. */
export function MoreFields(props: FieldsProps) {
  const { draft, problems, change } = props
  const { t } = useTranslation('settings')
  const [wanted, setWanted] = useState(false)
  const open = wanted || hasProblem(problems)
  return (
    <Collapsible.Root
      open={open}
      onOpenChange={setWanted}
      className="rounded-lg border border-border"
    >
      <Collapsible.Trigger className="group flex min-h-10 w-full items-center gap-2 rounded-lg px-3 py-1.5 text-left -outline-offset-2 hover:bg-hover">
        <ChevronRight
          size={15}
          aria-hidden
          className="shrink-0 text-muted-foreground transition-transform group-data-panel-open:rotate-90"
        />
        <span className="font-medium">{t('form.more')}</span>
        {!open && (
          <span className="min-w-0 truncate text-sm text-muted-foreground max-sm:hidden">
            {t('form.moreSummary')}
          </span>
        )}
      </Collapsible.Trigger>
      <Collapsible.Panel className="flex flex-col gap-5 border-t border-border p-4">
        <HeaderRows {...props} />
        <fieldset>
          <legend className="font-medium">{t('form.parameters')}</legend>
          <p className="mb-2 text-sm text-muted-foreground">{t('form.parametersAbout')}</p>
          <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
            {NUMBERS.map((name) => (
              <TextField
                key={name}
                label={t(`form.${name}`)}
                hint={problems[name] ? undefined : t(`form.${name}Hint`)}
                inputMode="decimal"
                dir="ltr"
                value={draft[name]}
                error={problems[name] && t(`form.${problems[name]}`)}
                onChange={(event) => change({ [name]: event.target.value })}
              />
            ))}
          </div>
          <Field.Root invalid={problems.stop !== undefined} className="mt-4 flex flex-col gap-1">
            <Field.Label className="font-medium">{t('form.stop')}</Field.Label>
            <Field.Control
              render={<textarea rows={2} dir="auto" />}
              value={draft.stop}
              onValueChange={(stop) => change({ stop })}
              className={`${input} field-sizing-content max-h-40 resize-none font-mono`}
            />
            <Field.Description className="text-sm text-muted-foreground">
              {t('form.stopHint')}
            </Field.Description>
            {problems.stop && (
              <Field.Error match className="text-sm text-destructive">
                {t(`form.${problems.stop}`)}
              </Field.Error>
            )}
          </Field.Root>
        </fieldset>
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}

function hasProblem(problems: Problems) {
  const inside = ['headers', 'stop', ...NUMBERS] as const
  return inside.some((name) => problems[name] !== undefined)
}
