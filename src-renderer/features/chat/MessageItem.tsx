import type { Message } from '@contract/entities'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { useProviders } from '../../stores/providers'
import { useView } from '../../stores/view'
import { useTime } from '../../ui/useTime'
import { MessageId } from '../found/sought'
import { EditMessage } from './EditMessage'
import { MessageFooter } from './MessageFooter'
import { MessageStatus } from './MessageStatus'
import { Parts } from './parts/Parts'

interface Props {
  id: string
  last: boolean
  tabStop: boolean
}

export const MessageItem = memo(function MessageItem({ id, last, tabStop }: Props) {
  const { t } = useTranslation(['chat', 'attachments'])
  const message = useMessages((state) => state.byId[id])
  const editing = useView((state) => state.editing?.id === id)
  const guide = useProviders((state) => nameOfGuide(state.list, message?.providerId))
  const time = useTime()
  if (!message) return null

  const author = guide ?? authorOf(message, t)
  const when = time(message.createdAt)
  const own = message.role === 'user'
  const omitted = message.usage?.omittedMessages ?? 0
  const unsent = message.usage?.omittedFiles ?? []
  return (
    <article
      aria-label={t('author.at', { author, time: when })}
      data-message-id={id}
      tabIndex={tabStop ? 0 : -1}
      className="message-size group/message -mx-4 scroll-my-4 rounded-xl px-4 py-2 outline-offset-0"
    >
      {!own && (
        <header className="mb-1 flex items-baseline gap-2 text-sm" aria-hidden>
          <span className="min-w-0 truncate font-semibold">{author}</span>
          <span className="text-xs whitespace-nowrap text-muted-foreground">{when}</span>
        </header>
      )}
      {editing ? (
        <EditMessage id={id} />
      ) : (
        <div data-content className={own ? 'own-message' : ''} dir={own ? 'auto' : undefined}>
          <MessageId value={id}>
            <Parts message={message} />
          </MessageId>
        </div>
      )}
      {omitted > 0 && (
        <p className="mt-2 text-sm text-muted-foreground">
          {t('usage.omitted', { count: omitted })}
        </p>
      )}
      {unsent.length > 0 && (
        <p className="mt-2 text-sm break-words text-muted-foreground">
          {t('attachments:notSent', { names: unsent.join(', ') })}
        </p>
      )}
      <MessageStatus message={message} />
      {!editing && <MessageFooter message={message} last={last} when={own ? when : null} />}
    </article>
  )
})

function authorOf(message: Message, t: ReturnType<typeof useTranslation<'chat'>>['t']) {
  if (message.role === 'user') return t('author.you')
  if (message.role === 'system') return t('author.system')
  return message.model ?? t('author.assistant')
}

/** The guide is named by its provider: it has no model that would say anything. */
function nameOfGuide(
  providers: readonly { id: string; kind: string; name: string }[],
  id: string | null | undefined,
) {
  const provider = id ? providers.find((each) => each.id === id) : undefined
  return provider?.kind === 'guide' ? provider.name : null
}
