import { Toolbar } from '@base-ui/react/toolbar'
import type { Message } from '@contract/entities'
import { Check, Copy, GitFork, Pencil, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useMessages } from '../../stores/messages'
import { useView } from '../../stores/view'
import { IconButton } from '../../ui/IconButton'
import { copyText } from './copy'
import { DeleteMenu } from './DeleteMenu'
import { copyOf, textOf } from './text'
import { UsageText } from './UsageText'
import { VersionSwitcher } from './VersionSwitcher'

interface Props {
  message: Message
  last: boolean
  /** The time, where no line above the message shows it. */
  when: string | null
}

/** What can be done with a message: quiet until it is pointed at or focused, but always in reach. */
export function MessageFooter({ message, last, when }: Props) {
  const { t } = useTranslation('chat')
  const [copied, setCopied] = useState(false)
  const { id, role, conversationId, status } = message
  if (status === 'streaming') return <div className="h-7" />

  async function copy() {
    if (!(await copyText(copyOf(message)))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }

  const quiet = last
    ? ''
    : 'opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-popup-open:opacity-100'
  return (
    <div className="mt-1 flex h-7 items-center gap-2 text-base">
      <VersionSwitcher id={id} conversationId={conversationId} />
      <Toolbar.Root
        aria-label={t('actions.toolbar')}
        className={`-ml-1.5 flex items-center transition-opacity duration-100 ${quiet}`}
      >
        <Toolbar.Button
          onClick={() => void copy()}
          render={
            <IconButton
              label={t('actions.copy')}
              tip={copied ? t('actions.copied') : t('actions.copy')}
              icon={copied ? Check : Copy}
            />
          }
        />
        {role === 'user' && (
          <Toolbar.Button
            onClick={() => useView.getState().edit({ id, text: textOf(message) })}
            render={<IconButton label={t('actions.edit')} icon={Pencil} />}
          />
        )}
        {role === 'assistant' && (
          <Toolbar.Button
            onClick={() => void useMessages.getState().regenerate(id)}
            render={<IconButton label={t('actions.regenerate')} icon={RefreshCw} />}
          />
        )}
        <Toolbar.Button
          onClick={() => void useConversations.getState().fork(conversationId, id)}
          render={
            <IconButton label={t('actions.fork')} tip={t('actions.forkTip')} icon={GitFork} />
          }
        />
        <DeleteMenu id={id} />
      </Toolbar.Root>
      <div className={`ml-auto truncate text-xs text-muted-foreground ${quiet}`}>
        {when ?? <UsageText message={message} />}
      </div>
    </div>
  )
}
