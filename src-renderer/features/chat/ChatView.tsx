import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useFind } from '../../stores/find'
import { useDraftFiles } from '../../stores/draftFiles'
import { useMessages } from '../../stores/messages'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { late } from '../../ui/late'
import { FindBar } from '../found/FindBar'
import { useFoundIn } from '../found/useFoundIn'
import { FailureText } from '../notices/FailureText'
import { Announcer } from './Announcer'
import { ChatHeader } from './ChatHeader'
import { Composer } from './Composer'
import { EmptyChat } from './EmptyChat'
import { DropOverlay } from './files/DropOverlay'
import { useFileDrop } from '../../ui/useFileDrop'
import './message.css'

// With it comes all that draws Markdown: more than everything else in the window together.
const MessageList = late(async () => (await import('./MessageList')).MessageList, Loading)

export function ChatView() {
  const openId = useConversations((state) => state.openId)
  const finding = useFind((state) => openId !== null && state.conversationId === openId)
  const { over, handlers } = useFileDrop((files) => {
    document.getElementById('composer')?.focus()
    return useDraftFiles.getState().add(openId ?? 'new', files)
  })
  useFoundIn(openId)

  // Into an empty chat it comes while the first question is typed.
  useEffect(() => {
    const idle = requestIdleCallback(MessageList.load, { timeout: 1_000 })
    return () => cancelIdleCallback(idle)
  }, [])

  return (
    <section data-region="main" className="relative flex min-h-0 flex-1 flex-col" {...handlers}>
      <ChatHeader id={openId} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {finding && <FindBar />}
        {openId ? <Thread key={openId} id={openId} /> : <EmptyChat />}
      </div>
      <Composer key={`composer ${openId}`} conversationId={openId} />
      <Announcer conversationId={openId} />
      {over && <DropOverlay />}
    </section>
  )
}

function Thread({ id }: { id: string }) {
  const { t } = useTranslation(['chat', 'common'])
  const loaded = useMessages((state) => state.threads[id]?.loaded ?? false)
  const failure = useMessages((state) => state.threads[id]?.failure ?? null)
  const load = useMessages((state) => state.load)

  useEffect(() => {
    if (!loaded) void load(id)
  }, [id, loaded, load])

  if (failure) {
    return (
      <div className="flex-1">
        <Banner
          look="danger"
          alert
          action={<Button onClick={() => void load(id)}>{t('common:tryAgain')}</Button>}
        >
          <p className="font-medium">{t('notLoaded')}</p>
          <FailureText failure={failure} />
        </Banner>
      </div>
    )
  }
  return loaded ? <MessageList conversationId={id} /> : <Loading />
}

function Loading() {
  const { t } = useTranslation('chat')
  return <div className="flex-1" aria-busy aria-label={t('loading')} role="log" />
}
