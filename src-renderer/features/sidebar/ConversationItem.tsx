import { Ellipsis } from 'lucide-react'
import { memo, useRef } from 'react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { shownList, useConversations } from '../../stores/conversations'
import { useMessages } from '../../stores/messages'
import { useSelection } from '../../stores/selection'
import { useView } from '../../stores/view'
import { Checkbox } from '../../ui/Checkbox'
import { iconButton } from '../../ui/IconButton'
import { isMod } from '../../ui/platform'
import { Menu } from '../../ui/Menu'
import { openChat } from '../chat/openChat'
import { isAsking } from '../library/actions'
import { dragChat, endDrag } from '../library/dragging'
import { ChatTags } from '../library/ChatTags'
import { ConversationMenu } from './ConversationMenu'
import { TitleField } from './TitleField'

interface Props {
  id: string
  tabStop: boolean
  onDelete: (id: string) => void
  onFocus: (id: string) => void
}

export const ConversationItem = memo(function ConversationItem({
  id,
  tabStop,
  onDelete,
  onFocus,
}: Props) {
  const { t } = useTranslation(['sidebar', 'library'])
  const title = useConversations((state) => state.byId[id]?.title) || t('untitled')
  const current = useConversations((state) => state.openId === id)
  const running = useMessages((state) => id in state.running)
  const onChatPage = useView((state) => state.page === 'chat')
  const renaming = useView((state) => state.renaming?.id === id && state.renaming.where === 'list')
  const selected = useSelection((state) => state.ids.has(id))
  const selecting = useSelection((state) => state.ids.size > 0)
  // Focus goes to the field, to the neighbour or into a dialog then, not back to the menu's button.
  const focusElsewhere = useRef(false)
  const tabIndex = tabStop ? 0 : -1

  if (renaming) {
    return (
      <TitleField
        id={id}
        onDone={() => requestAnimationFrame(() => document.getElementById(`chat-${id}`)?.focus())}
      />
    )
  }

  function choose(event: MouseEvent) {
    const { toggle, extendTo, clear, anchorAt } = useSelection.getState()
    if (isMod(event)) return toggle(id)
    if (event.shiftKey) {
      return extendTo(id, shownList(useConversations.getState()).ids)
    }
    clear()
    anchorAt(id)
    openChat(id)
  }

  return (
    <div
      draggable
      onDragStart={(event) => dragChat(event, id)}
      onDragEnd={endDrag}
      className={`group relative flex h-full items-center rounded-md has-data-popup-open:bg-hover ${selected ? 'bg-primary-soft' : current && onChatPage ? 'bg-pressed' : 'hover:bg-hover'}`}
    >
      <Checkbox
        id={`select-${id}`}
        label={t('library:select.one', { title })}
        tabIndex={tabIndex}
        checked={selected}
        onFocus={() => onFocus(id)}
        onChange={() => useSelection.getState().toggle(id)}
        className={`absolute left-0 ${selecting ? '' : 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100'}`}
      />
      {running && (
        <span
          className={`absolute left-2.5 size-2 animate-pulse rounded-full bg-primary group-hover:hidden ${selecting ? 'hidden' : ''}`}
        >
          <span className="sr-only">{t('running')}</span>
        </span>
      )}
      <button
        id={`chat-${id}`}
        type="button"
        tabIndex={tabIndex}
        aria-current={current ? 'true' : undefined}
        title={title}
        onFocus={() => onFocus(id)}
        onClick={choose}
        className={`h-full min-w-0 flex-1 truncate rounded-md pr-2 pl-7 text-left -outline-offset-2 select-none group-hover:pr-9 group-has-data-popup-open:pr-9 ${current ? 'font-medium' : ''}`}
        dir="auto"
      >
        {title}
      </button>
      <ChatTags id={id} />
      <Menu
        align="start"
        finalFocus={() => !focusElsewhere.current && !isAsking()}
        onOpenChange={(open) => open && (focusElsewhere.current = false)}
        trigger={
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={t('actionsFor', { title })}
            className={`${iconButton} absolute right-0.5 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100`}
          >
            <Ellipsis size={16} aria-hidden />
          </button>
        }
      >
        <ConversationMenu
          id={id}
          onDelete={onDelete}
          onFocusElsewhere={() => (focusElsewhere.current = true)}
        />
      </Menu>
    </div>
  )
})
