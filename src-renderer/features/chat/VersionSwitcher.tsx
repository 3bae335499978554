import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { IconButton } from '../../ui/IconButton'

interface Props {
  id: string
  conversationId: string
}

/** Goes between the versions of a message; each leads to the branch that hangs below it. */
export function VersionSwitcher({ id, conversationId }: Props) {
  const { t } = useTranslation('chat')
  const versions = useMessages((state) => state.threads[conversationId]?.versions[id])
  const show = useMessages((state) => state.show)
  if (!versions || versions.length < 2) return null
  const at = versions.indexOf(id)
  const previous = versions[at - 1]
  const next = versions[at + 1]
  return (
    <div className="-ml-1.5 flex items-center text-muted-foreground">
      <IconButton
        label={t('actions.previous')}
        icon={ChevronLeft}
        disabled={!previous}
        onClick={() => previous && void show(previous)}
      />
      <span className="text-sm tabular-nums">
        {t('actions.versions', { index: at + 1, count: versions.length })}
      </span>
      <IconButton
        label={t('actions.next')}
        icon={ChevronRight}
        disabled={!next}
        onClick={() => next && void show(next)}
      />
    </div>
  )
}
