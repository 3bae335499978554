import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown, Settings2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useProviders } from '../../stores/providers'
import { useView } from '../../stores/view'
import { item, popup } from '../../ui/Menu'
import { groupsFor } from './modelChoices'
import type { Choice, ChoiceGroup } from './modelChoices'
import { useModel } from './useModel'

/** The model of this chat. A name that no list holds can be typed. */
export function ModelPicker() {
  const { t } = useTranslation('chat')
  const providers = useProviders((state) => state.list)
  const open = useView((state) => state.modelPickerOpen)
  const pickModel = useView((state) => state.pickModel)
  const openSettings = useView((state) => state.openSettings)
  const model = useModel()
  const [typed, setTyped] = useState('')
  const groups = useMemo(() => groupsFor(providers, typed), [providers, typed])
  const all = groups.flatMap((group) => group.items)
  const provider = providers.find((each) => each.id === model.providerId)
  const name = provider?.kind === 'guide' ? provider.name : (model.model ?? provider?.name)
  const value =
    all.find(
      (each) => !each.typed && each.providerId === model.providerId && each.model === model.model,
    ) ?? null

  function choose(choice: Choice | null) {
    if (choice) useConversations.getState().chooseModel(choice)
  }

  return (
    <Combobox.Root
      items={groups}
      filter={null}
      value={value}
      open={open}
      onOpenChange={(next) => {
        pickModel(next)
        setTyped('')
      }}
      onValueChange={choose}
      inputValue={typed}
      onInputValueChange={setTyped}
      itemToStringLabel={(choice: Choice) => choice.model}
      isItemEqualToValue={(a: Choice, b: Choice) => a.key === b.key}
      autoHighlight
    >
      <Combobox.Trigger
        aria-label={t('model')}
        className="flex h-8 max-w-full items-center gap-1.5 rounded-lg px-2 text-muted-foreground select-none hover:bg-hover hover:text-foreground data-popup-open:bg-pressed data-popup-open:text-foreground"
      >
        <span className="truncate">{name ?? t('picker.unset')}</span>
        <ChevronDown size={14} aria-hidden className="shrink-0" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner side="top" align="start" sideOffset={6} className="z-40 outline-none">
          <Combobox.Popup
            aria-label={t('picker.title')}
            finalFocus={() => document.getElementById('composer')}
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
            <button
              type="button"
              className="flex min-h-9 shrink-0 items-center gap-2.5 border-t border-border px-3 text-left text-muted-foreground hover:bg-hover hover:text-foreground"
              onClick={() => {
                pickModel(false)
                openSettings('providers')
              }}
            >
              <Settings2 size={14} aria-hidden />
              {t('picker.manage')}
            </button>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
