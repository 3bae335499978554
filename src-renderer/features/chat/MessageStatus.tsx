import type { Message } from '@contract/entities'
import { CirclePause, CircleSlash, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { Button } from '../../ui/Button'

const looks = {
  interrupted: { icon: CirclePause, color: 'bg-caution-soft text-caution' },
  stopped: { icon: CircleSlash, color: 'bg-muted text-muted-foreground' },
  failed: { icon: TriangleAlert, color: 'bg-destructive-soft text-destructive' },
}

/** How a reply ended that is not complete, and what can be done about it. */
export function MessageStatus({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const continueReply = useMessages((state) => state.continueReply)
  const regenerate = useMessages((state) => state.regenerate)
  const { status, id } = message
  if (status === 'complete' || status === 'streaming') return null
  const { icon: Icon, color } = looks[status]
  const begun = message.parts.some((part) => part.type === 'text' && part.text !== '')
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2 text-base">
      <span
        title={status === 'failed' ? undefined : t(`status.${status}Hint`)}
        className={`inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 text-sm font-medium ${color}`}
      >
        <Icon size={13} aria-hidden />
        {t(`status.${status}`)}
      </span>
      {status === 'failed' && (
        <Button onClick={() => void regenerate(id)}>{t('actions.retry')}</Button>
      )}
      {(status !== 'failed' || begun) && (
        <Button onClick={() => void continueReply(id)}>{t('actions.continue')}</Button>
      )}
    </div>
  )
}
