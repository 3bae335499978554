import type { ProviderView } from '@contract/entities'
import { BookOpen, ChevronRight, KeyRound, Server, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { Button } from '../../ui/Button'
import { Badge } from './Badge'
import { hostOf } from './presets'

interface Props {
  provider: ProviderView
  focused: boolean
  onOpen: () => void
}

/** One server. The whole row opens its form; the guide has none. */
export function ProviderRow({ provider, focused, onOpen }: Props) {
  const { t } = useTranslation('settings')
  const { id, name, kind, models } = provider
  const isDefault = useSettings((state) => state.value?.defaultProviderId === id)
  const open = useRef<HTMLButtonElement>(null)
  const isGuide = kind === 'guide'
  const Icon = isGuide ? BookOpen : Server

  useEffect(() => {
    if (focused) open.current?.focus({ preventScroll: true })
  }, [focused])

  const useAsDefault = () =>
    void useSettings.getState().update({
      defaultProviderId: id,
      defaultModel: provider.defaultModel ?? models[0]?.name ?? null,
    })
  return (
    <li
      className={`relative flex items-center gap-3 px-4 py-3 ${isGuide ? '' : 'has-[.row-open:hover]:bg-hover'}`}
    >
      <Icon
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className="shrink-0 text-muted-foreground max-sm:hidden"
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          {isGuide ? (
            <span className="font-medium">{name}</span>
          ) : (
            <button
              ref={open}
              type="button"
              onClick={onOpen}
              className="row-open min-w-0 truncate text-left font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
              dir="auto"
            >
              {name}
            </button>
          )}
          {isDefault && <Badge>{t('providers.default')}</Badge>}
        </div>
        {isGuide ? (
          <p className="text-sm text-muted-foreground">{t('providers.guideAbout')}</p>
        ) : (
          <Facts provider={provider} />
        )}
      </div>
      {!isDefault && (
        <Button
          look="quiet"
          aria-label={t('providers.useAsDefaultLabel', { name })}
          className="relative shrink-0 text-primary"
          onClick={useAsDefault}
        >
          {t('providers.useAsDefault')}
        </Button>
      )}
      {!isGuide && (
        <ChevronRight
          size={16}
          aria-hidden
          className="shrink-0 text-muted-foreground max-sm:hidden"
        />
      )}
    </li>
  )
}

function Facts({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation('settings')
  const { models, defaultModel, keyState } = provider
  const facts = [
    hostOf(provider),
    defaultModel ??
      (models.length > 0
        ? t('providers.models', { count: models.length })
        : t('providers.noModels')),
  ]
  const broken = keyState === 'enter_again'
  return (
    <>
      <p className="truncate text-sm text-muted-foreground">{facts.join(' · ')}</p>
      {keyState !== 'none' && (
        <p
          className={`flex items-center gap-1.5 text-sm ${broken ? 'text-caution' : 'text-muted-foreground'}`}
        >
          {broken ? (
            <TriangleAlert size={13} aria-hidden className="shrink-0" />
          ) : (
            <KeyRound size={13} aria-hidden className="shrink-0" />
          )}
          {t(`providers.keyStates.${keyState}`)}
        </p>
      )}
    </>
  )
}
