import { Copy, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useMessages } from '../../stores/messages'
import { useView } from '../../stores/view'
import { iconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu'
import { openChat } from '../chat/openChat'
import { menuKeys } from '../shortcuts/commands'
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
  const { t } = useTranslation('sidebar')
  const title = useConversations((state) => state.byId[id]?.title) || t('untitled')
  const pinned = useConversations((state) => state.byId[id]?.pinned ?? false)
  const current = useConversations((state) => state.openId === id)
  const running = useMessages((state) => id in state.running)
  const onChatPage = useView((state) => state.page === 'chat')
  const renaming = useView((state) => state.renaming?.id === id && state.renaming.where === 'list')
  // Focus goes to the field or to the neighbour then, not back to the menu's button.
  const focusElsewhere = useRef(false)
  const tabIndex = tabStop ? 0 : -1
  const update = useConversations((state) => state.update)
  const duplicate = useConversations((state) => state.duplicate)

  if (renaming) {
    return (
      <TitleField
        id={id}
        onDone={() => requestAnimationFrame(() => document.getElementById(`chat-${id}`)?.focus())}
      />
    )
  }
  return (
    <div
      className={`group relative flex h-full items-center rounded-md hover:bg-hover has-data-popup-open:bg-hover ${current && onChatPage ? 'bg-pressed' : ''}`}
    >
      <button
        id={`chat-${id}`}
        type="button"
        tabIndex={tabIndex}
        aria-current={current ? 'true' : undefined}
        title={title}
        onFocus={() => onFocus(id)}
        onClick={() => openChat(id)}
        className={`h-full min-w-0 flex-1 truncate rounded-md px-2.5 text-left -outline-offset-2 select-none group-hover:pr-9 group-has-data-popup-open:pr-9 ${current ? 'font-medium' : ''}`}
        dir="auto"
      >
        {title}
      </button>
      {running && (
        <span className="mr-3 size-2 shrink-0 animate-pulse rounded-full bg-primary group-hover:hidden">
          <span className="sr-only">{t('running')}</span>
        </span>
      )}
      <Menu
        align="start"
        finalFocus={() => !focusElsewhere.current}
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
        <MenuItem
          icon={Pencil}
          keys={writeKeys(menuKeys('rename-chat'))}
          onClick={() => {
            focusElsewhere.current = true
            useView.getState().rename({ id, where: 'list' })
          }}
        >
          {t('menu.rename')}
        </MenuItem>
        <MenuItem icon={pinned ? PinOff : Pin} onClick={() => void update(id, { pinned: !pinned })}>
          {t(pinned ? 'menu.unpin' : 'menu.pin')}
        </MenuItem>
        <MenuItem icon={Copy} onClick={() => void duplicate(id)}>
          {t('menu.duplicate')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={Trash2}
          danger
          onClick={() => {
            focusElsewhere.current = true
            onDelete(id)
          }}
        >
          {t('menu.delete')}
        </MenuItem>
      </Menu>
    </div>
  )
})
