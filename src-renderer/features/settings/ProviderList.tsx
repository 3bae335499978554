import { Plus, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/errors'
import { useProviders } from '../../stores/providers'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { KeyStorage } from './KeyStorage'
import { LocalServers } from './LocalServers'
import { ProviderRow } from './ProviderRow'
import { Refusal } from './Refusal'
import { Item, Rows, Section } from './Section'
import { useDiscovery } from './useDiscovery'

/** What happened to a provider in the form, said where the user is now. */
export type Outcome = { name: string } & (
  | { kind: 'saved'; models: number | null }
  | { kind: 'unlisted'; failure: Failure }
  | { kind: 'removed' }
)

interface Props {
  outcome: Outcome | null
  /** The provider whose form was just left, or `new`: its button has the focus again. */
  focusOn: string | null
  onAdd: () => void
  onOpen: (id: string) => void
}

export function ProviderList({ outcome, focusOn, onAdd, onOpen }: Props) {
  const { t } = useTranslation('settings')
  const list = useProviders((state) => state.list)
  const loaded = useProviders((state) => state.loaded)
  const servers = list.filter(({ kind }) => kind !== 'guide')
  const empty = loaded && servers.length === 0
  const discovery = useDiscovery(empty && outcome === null)
  const add = useRef<HTMLButtonElement>(null)
  // Decided once, when the list comes back; what changes later does not move the focus.
  const [wanted] = useState(() =>
    list.some(({ id }) => id === focusOn) ? focusOn : focusOn && 'new',
  )

  useEffect(() => {
    if (wanted === 'new') add.current?.focus()
  }, [wanted])

  return (
    <>
      <Section
        title={t('providers.title')}
        about={t('providers.about')}
        action={
          <div className="flex flex-wrap gap-2">
            <Button disabled={discovery.asking} onClick={discovery.ask}>
              <Search size={15} aria-hidden />
              {t('providers.find')}
            </Button>
            <Button ref={add} look="primary" onClick={onAdd}>
              <Plus size={15} aria-hidden />
              {t('providers.add')}
            </Button>
          </div>
        }
      >
        <div role="status" className="mt-3">
          {outcome && <Said outcome={outcome} />}
        </div>
        {empty && (
          <div className="mb-3 rounded-lg border border-dashed border-input/50 px-4 py-5 text-center">
            <p className="font-medium">{t('providers.empty')}</p>
            <p className="text-sm text-balance text-muted-foreground">{t('providers.emptyHint')}</p>
          </div>
        )}
        <LocalServers discovery={discovery} />
        <Rows>
          <Item name="providers" className="!p-0">
            <ul className="divide-y divide-border">
              {[...servers, ...list.filter(({ kind }) => kind === 'guide')].map((provider) => (
                <ProviderRow
                  key={provider.id}
                  provider={provider}
                  focused={provider.id === wanted}
                  onOpen={() => onOpen(provider.id)}
                />
              ))}
            </ul>
          </Item>
        </Rows>
      </Section>
      <KeyStorage />
    </>
  )
}

function Said({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('settings')
  const { name } = outcome
  if (outcome.kind === 'unlisted') {
    return (
      <Banner look="caution" className="mb-3 rounded-lg">
        <p>{t('providers.savedNoAnswer', { name })}</p>
        <Refusal failure={outcome.failure} />
      </Banner>
    )
  }
  return (
    <Banner className="mb-3 rounded-lg">
      {outcome.kind === 'removed'
        ? t('providers.removed', { name })
        : outcome.models === null
          ? t('providers.saved', { name })
          : t('providers.savedWithModels', { name, count: outcome.models })}
    </Banner>
  )
}
