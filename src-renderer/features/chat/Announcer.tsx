import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'

/** Says that a reply began and how it ended; the words of the reply are read in the log, at leisure. */
export function Announcer({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat')
  const running = useMessages((state) =>
    conversationId ? state.running[conversationId] : undefined,
  )
  const before = useRef<string | undefined>(undefined)
  const [text, setText] = useState('')

  useEffect(() => {
    const { byId } = useMessages.getState()
    if (running && !before.current) {
      setText(t('announce.started', { model: byId[running]?.model ?? t('author.assistant') }))
    } else if (!running && before.current) {
      const status = byId[before.current]?.status ?? 'streaming'
      setText(status === 'streaming' ? '' : t(`announce.${status}`))
    }
    before.current = running
  }, [running, t])

  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  )
}
