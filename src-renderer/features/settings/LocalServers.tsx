import type { Failure } from '@contract/errors'
import type { Discovered } from '@contract/state'
import { Check, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProviders } from '../../stores/providers'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Spinner } from '../../ui/Spinner'
import { hostOf, sameAddress } from './presets'
import { Refusal } from './Refusal'
import { addFound } from './saveProvider'
import { Item, Rows } from './Section'
import type { Discovery } from './useDiscovery'

/** What answered on this computer. Only the user's click adds one of them. */
export function LocalServers({ discovery }: { discovery: Discovery }) {
  const { t } = useTranslation('settings')
  const [failure, setFailure] = useState<Failure | null>(null)
  const { asking, found } = discovery
  const problem = failure ?? discovery.failure
  return (
    <div aria-live="polite">
      {asking && (
        <p className="mb-3 flex items-center gap-2 text-muted-foreground">
          <Spinner />
          {t('providers.finding')}
        </p>
      )}
      {problem && (
        <Banner look="danger" className="mb-3 rounded-lg">
          <Refusal failure={problem} />
        </Banner>
      )}
      {!asking && found?.length === 0 && (
        <p className="mb-3 text-sm text-muted-foreground">{t('providers.foundNone')}</p>
      )}
      {!asking && found && found.length > 0 && (
        <div className="mb-4">
          <h4 className="mb-1.5 text-sm font-medium text-muted-foreground">
            {t('providers.found')}
          </h4>
          <Rows>
            {found.map((server) => (
              <Item key={server.baseUrl} name="localServers">
                <Found server={server} onFailure={setFailure} />
              </Item>
            ))}
          </Rows>
        </div>
      )}
    </div>
  )
}

interface FoundProps {
  server: Discovered
  onFailure: (failure: Failure | null) => void
}

function Found({ server, onFailure }: FoundProps) {
  const { t } = useTranslation('settings')
  const known = useProviders((state) =>
    state.list.some(({ baseUrl }) => sameAddress(baseUrl, server.baseUrl)),
  )
  const [adding, setAdding] = useState(false)

  const add = async () => {
    setAdding(true)
    const added = await addFound(server)
    setAdding(false)
    onFailure(added.ok ? null : added.error)
  }
  return (
    <div className="flex min-h-8 items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{server.name}</p>
        <p className="truncate text-sm text-muted-foreground">
          {hostOf(server)} · {t('providers.models', { count: server.models.length })}
        </p>
      </div>
      {known ? (
        <span className="inline-flex items-center gap-1.5 text-sm text-muted-foreground">
          <Check size={15} aria-hidden />
          {t('providers.added')}
        </span>
      ) : (
        <Button
          disabled={adding}
          aria-label={t('providers.addFoundLabel', {
            name: server.name,
            address: hostOf(server),
          })}
          onClick={() => void add()}
        >
          {adding ? <Spinner size={14} /> : <Plus size={15} aria-hidden />}
          {t('providers.addFound')}
        </Button>
      )}
    </div>
  )
}
