import { Combobox } from '@base-ui/react/combobox'
import { Check } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelChoice } from '../../stores/conversations'
import { useProviders } from '../../stores/providers'
import { item, popup } from '../../ui/Menu'
import { groupsFor } from './modelChoices'
import type { Choice, ChoiceGroup } from './modelChoices'

interface Props {
  label: string
  /** What the button shows, and its classes. */
  children: ReactNode
  className: string
  value: ModelChoice
  open: boolean
  side: 'top' | 'bottom'
  /** Below the list. */
  footer?: ReactNode
  finalFocus?: () => HTMLElement | null
  onOpenChange: (open: boolean) => void
  onChoose: (choice: ModelChoice) => void
}

/** One of all providers' models. A name that no list holds can be typed. */
export function ModelCombobox(props: Props) {
  const { value, open, onOpenChange, onChoose } = props
  const { t } = useTranslation('chat')
  const providers = useProviders((state) => state.list)
  const [typed, setTyped] = useState('')
  const groups = useMemo(() => groupsFor(providers, typed), [providers, typed])
  const all = groups.flatMap((group) => group.items)
  const chosen =
    all.find(
      (each) => !each.typed && each.providerId === value.providerId && each.model === value.model,
    ) ?? null

  return (
    <Combobox.Root
      items={groups}
      filter={null}
      value={chosen}
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        setTyped('')
      }}
      onValueChange={(choice: Choice | null) =>
        choice && onChoose({ providerId: choice.providerId, model: choice.model })
      }
      inputValue={typed}
      onInputValueChange={setTyped}
      itemToStringLabel={(choice: Choice) => choice.model}
      isItemEqualToValue={(a: Choice, b: Choice) => a.key === b.key}
      autoHighlight
    >
      <Combobox.Trigger aria-label={props.label} className={props.className}>
        {props.children}
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner
          side={props.side}
          align="start"
          sideOffset={6}
          className="z-40 outline-none"
        >
          <Combobox.Popup
            aria-label={t('picker.title')}
            finalFocus={props.finalFocus}
            className={`${popup} flex max-h-(--available-height) w-80 flex-col p-0!`}
          >
            <Combobox.Input
              aria-label={t('picker.placeholder')}
              placeholder={t('picker.placeholder')}
              className="h-10 shrink-0 border-b border-border bg-transparent px-3 outline-none placeholder:text-muted-foreground"
            />
            <Combobox.Empty className="px-3 py-3 text-muted-foreground empty:p-0">
              {all.length === 0 ? t('picker.none') : null}
            </Combobox.Empty>
            <Combobox.List className="max-h-80 min-h-0 flex-1 overflow-y-auto p-1">
              {(group: ChoiceGroup) => (
                <Combobox.Group key={group.key} items={group.items} className="pb-1">
                  <Combobox.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground">
                    {group.name}
                  </Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(choice: Choice) => (
                      <Combobox.Item key={choice.key} value={choice} className={item}>
                        <span className="min-w-0 flex-1 truncate">
                          {choice.typed
                            ? t('picker.typed', { name: choice.model, provider: group.name })
                            : choice.guide
                              ? t('picker.guideHint')
                              : choice.model}
                        </span>
                        <Combobox.ItemIndicator>
                          <Check size={14} aria-hidden className="text-primary" />
                        </Combobox.ItemIndicator>
                      </Combobox.Item>
                    )}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
            {props.footer}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
