import { Autocomplete } from '@base-ui/react/autocomplete'
import { Field } from '@base-ui/react/field'
import type { Model } from '@contract/entities'
import { ChevronDown, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { item, popup } from '../../ui/Menu'
import { input } from '../../ui/TextField'
import type { FieldsProps } from './NameFields'
import type { Test } from './useTest'

interface Props extends FieldsProps {
  known: readonly Model[]
  test: Test
}

/** The server's models to choose from; a name that it does not list can be typed as well. */
export function ModelField({ draft, change, known, test }: Props) {
  const { t, i18n } = useTranslation('settings')
  const lengths = new Map(known.map(({ name, contextLength }) => [name, contextLength]))
  return (
    <div className="flex items-start gap-2">
      <Field.Root className="flex min-w-0 flex-1 flex-col gap-1">
        <Field.Label className="font-medium">{t('form.model')}</Field.Label>
        <Autocomplete.Root
          items={[...lengths.keys()]}
          value={draft.defaultModel}
          onValueChange={(defaultModel) => change({ defaultModel })}
          openOnInputClick
        >
          <div className="relative">
            <Autocomplete.Input
              dir="ltr"
              spellCheck={false}
              placeholder={t('form.modelPlaceholder')}
              className={`${input} pe-9`}
            />
            {known.length > 0 && (
              <Autocomplete.Trigger
                aria-label={t('form.modelsShow')}
                className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-muted-foreground"
              >
                <ChevronDown size={14} aria-hidden />
              </Autocomplete.Trigger>
            )}
          </div>
          {known.length > 0 && (
            <Autocomplete.Portal>
              <Autocomplete.Positioner sideOffset={4} className="z-40 outline-none">
                <Autocomplete.Popup
                  className={`${popup} w-(--anchor-width) max-w-none data-empty:hidden`}
                >
                  <Autocomplete.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto">
                    {(name: string) => (
                      <Autocomplete.Item key={name} value={name} className={item}>
                        <span className="min-w-0 flex-1 truncate">{name}</span>
                        <Length tokens={lengths.get(name)} language={i18n.language} />
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.List>
                </Autocomplete.Popup>
              </Autocomplete.Positioner>
            </Autocomplete.Portal>
          )}
        </Autocomplete.Root>
        <Field.Description className="text-sm text-muted-foreground">
          {t('form.modelHint')}
        </Field.Description>
      </Field.Root>
      <Button
        className="mt-[calc(1lh+0.25rem)] shrink-0"
        disabled={test.asking}
        onClick={() => void test.run()}
      >
        <RefreshCw size={14} aria-hidden />
        {t('form.refresh')}
      </Button>
    </div>
  )
}

function Length({ tokens, language }: { tokens: number | undefined; language: string }) {
  if (!tokens) return null
  const written = new Intl.NumberFormat(language, { notation: 'compact' }).format(tokens)
  return <span className="text-sm text-muted-foreground tabular-nums">{written}</span>
}
