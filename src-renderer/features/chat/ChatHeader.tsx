import { PanelLeft, SquarePen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useSettings } from '../../stores/settings'
import { useView } from '../../stores/view'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { useNarrow } from '../../ui/useNarrow'
import { BackToResults } from '../found/BackToResults'
import { useMenuKeys } from '../shortcuts/commands'
import { TitleField } from '../sidebar/TitleField'
import { ChatFacts } from '../library/ChatFacts'
import { HeaderTags, ProjectPath } from '../library/ChatPlace'
import { toggleSidebar } from '../sidebar/toggle'
import { focusComposer, startNewChat } from './openChat'

export function ChatHeader({ id }: { id: string | null }) {
  const { t } = useTranslation(['chat', 'sidebar'])
  const menuKeys = useMenuKeys()
  const title = useConversations((state) => (id ? state.byId[id]?.title : undefined))
  const renaming = useView(
    (state) => id !== null && state.renaming?.id === id && state.renaming.where === 'header',
  )
  const sidebarOpen = useSettings((state) => state.value?.sidebarOpen ?? true)
  const narrow = useNarrow()
  const name = title || t('sidebar:untitled')

  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-3">
      {(narrow || !sidebarOpen) && (
        <>
          <IconButton
            label={t('header.showSidebar')}
            keys={writeKeys(menuKeys('toggle-sidebar'))}
            icon={PanelLeft}
            onClick={toggleSidebar}
          />
          <IconButton
            label={t('sidebar:newChat')}
            keys={writeKeys(menuKeys('new-chat'))}
            icon={SquarePen}
            onClick={startNewChat}
          />
        </>
      )}
      <BackToResults conversationId={id} />
      <ProjectPath />
      <h1 className="min-w-0 flex-1 font-medium">
        {id && renaming ? (
          <TitleField id={id} className="max-w-96" onDone={focusComposer} />
        ) : id ? (
          <button
            type="button"
            dir="auto"
            title={t('header.rename', { title: name })}
            onClick={() => useView.getState().rename({ id, where: 'header' })}
            className="max-w-full truncate rounded-md px-2 py-1 hover:bg-hover"
          >
            {name}
          </button>
        ) : (
          <span className="sr-only">{name}</span>
        )}
      </h1>
      {id && <HeaderTags id={id} />}
      <ChatFacts id={id} />
    </header>
  )
}
