import type { Discovered } from '@contract/state'
import { Server } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotices } from '../../stores/notices'
import { useSettings } from '../../stores/settings'
import { Button } from '../../ui/Button'
import { hostOf } from '../settings/presets'
import { addFound } from '../settings/saveProvider'
import { useDiscovery } from '../settings/useDiscovery'

/** Model servers that run on this computer, offered as long as there is none: one click and it answers. */
export function FoundServers() {
  const { t } = useTranslation('chat')
  const { found } = useDiscovery(true)
  if (!found || found.length === 0) return null
  return (
    <div aria-live="polite">
      <h3 className="mb-1 text-sm font-medium text-muted-foreground">{t('empty.found')}</h3>
      <ul className="divide-y divide-border rounded-lg border border-border bg-popover">
        {found.map((server) => (
          <li key={server.baseUrl} className="flex min-h-12 items-center gap-3 px-3 py-2">
            <Server size={16} aria-hidden className="shrink-0 text-muted-foreground" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{server.name}</p>
              <p className="truncate text-sm text-muted-foreground">
                {hostOf(server)} · {t('empty.models', { count: server.models.length })}
              </p>
            </div>
            <UseButton server={server} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function UseButton({ server }: { server: Discovered }) {
  const { t } = useTranslation('chat')
  const [adding, setAdding] = useState(false)
  async function use() {
    setAdding(true)
    const added = await addFound(server)
    setAdding(false)
    if (added.ok) {
      const patch = { defaultProviderId: added.value, defaultModel: server.models[0] ?? null }
      await useSettings.getState().update(patch)
    } else {
      useNotices.getState().tell({ text: 'chat:notices.serverNotAdded', failure: added.error })
    }
  }
  return (
    <Button
      disabled={adding}
      aria-label={t('empty.useLabel', { name: server.name })}
      onClick={() => void use()}
    >
      {t('empty.use')}
    </Button>
  )
}
