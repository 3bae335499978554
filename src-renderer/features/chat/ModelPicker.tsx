import { ChevronDown, Settings2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useProviders } from '../../stores/providers'
import { useView } from '../../stores/view'
import { useOnceIdle } from '../../ui/useOnceIdle'
import { ModelCombobox } from './ModelCombobox'
import { useModel } from './useModel'

const look =
  'flex h-8 max-w-full items-center gap-1.5 rounded-lg px-2 text-muted-foreground select-none hover:bg-hover hover:text-foreground data-popup-open:bg-pressed data-popup-open:text-foreground'

/** The model of this chat. */
export function ModelPicker() {
  const { t } = useTranslation('chat')
  const providers = useProviders((state) => state.list)
  const open = useView((state) => state.modelPickerOpen)
  const pickModel = useView((state) => state.pickModel)
  const openSettings = useView((state) => state.openSettings)
  const model = useModel()
  const provider = providers.find((each) => each.id === model.providerId)
  const name = provider?.kind === 'guide' ? provider.name : (model.model ?? provider?.name)
  const afterComposer = useOnceIdle()
  const content = (
    <>
      <span className="truncate">{name ?? t('picker.unset')}</span>
      <ChevronDown size={14} aria-hidden className="shrink-0" />
    </>
  )

  if (!afterComposer) {
    return (
      <button
        type="button"
        aria-label={t('model')}
        aria-haspopup="dialog"
        aria-expanded={false}
        className={look}
        onClick={() => pickModel(true)}
      >
        {content}
      </button>
    )
  }
  return (
    <ModelCombobox
      label={t('model')}
      className={look}
      value={model}
      open={open}
      side="top"
      finalFocus={() => document.getElementById('composer')}
      onOpenChange={pickModel}
      onChoose={(choice) => useConversations.getState().chooseModel(choice)}
      footer={
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
      }
    >
      {content}
    </ModelCombobox>
  )
}
