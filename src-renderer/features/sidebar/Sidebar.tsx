import { Dialog } from '@base-ui/react/dialog'
import { PanelLeftClose, Settings, SquarePen, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { startNewChat } from '../chat/openChat'
import { useSettings } from '../../stores/settings'
import { useView } from '../../stores/view'
import { backdrop } from '../../ui/Dialog'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { useNarrow } from '../../ui/useNarrow'
import { useOnceIdle } from '../../ui/useOnceIdle'
import { SearchBox } from '../search/SearchBox'
import { SearchButton } from '../search/SearchButton'
import { dropImport } from '../import/choose'
import { DropHint } from '../import/DropHint'
import { useFileDrop } from '../../ui/useFileDrop'
import { LibraryNav } from '../library/LibraryNav'
import { ListHeading } from '../library/ListHeading'
import { SelectionBar, useSelected } from '../library/SelectionBar'
import { useMenuKeys } from '../shortcuts/commands'
import { ArchivedEntry } from './ArchivedEntry'
import { ConversationList } from './ConversationList'
import { Resizer } from './Resizer'
import { toggleSidebar } from './toggle'

const row =
  'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-left select-none hover:bg-hover active:bg-pressed aria-[current=page]:bg-pressed aria-[current=page]:font-medium'

/** Beside the chat in a wide window; over it, while it is needed, in a narrow one. */
export function Sidebar() {
  const narrow = useNarrow()
  const over = useView((state) => state.sidebarOver)
  const showSidebarOver = useView((state) => state.showSidebarOver)
  const open = useSettings((state) => state.value?.sidebarOpen ?? true)
  const width = useSettings((state) => state.value?.sidebarWidth ?? 260)
  const afterComposer = useOnceIdle()

  if (!narrow) {
    if (!open) return null
    return (
      <div
        data-sidebar
        className="relative shrink-0 bg-sidebar"
        style={{ width: `min(${width}px, 60vw)` }}
      >
        {afterComposer && (
          <Content>
            <Resizer width={width} />
          </Content>
        )}
      </div>
    )
  }
  return (
    <Dialog.Root open={over} onOpenChange={showSidebarOver}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdrop} />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-30 w-72 max-w-[85vw] shadow-popover outline-none">
          <Content />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Content({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('sidebar')
  const menuKeys = useMenuKeys()
  const narrow = useNarrow()
  const page = useView((state) => state.page)
  const showPage = useView((state) => state.showPage)
  const openSettings = useView((state) => state.openSettings)
  const selected = useSelected()
  const { over: isDroppedOn, handlers } = useFileDrop(dropImport)
  return (
    <nav
      aria-label={t('conversations')}
      data-region="sidebar"
      {...handlers}
      className="relative flex h-full flex-col border-r border-border bg-sidebar"
    >
      <div className="flex items-center gap-1 p-2">
        <button type="button" className={row} onClick={startNewChat}>
          <SquarePen size={16} strokeWidth={1.75} aria-hidden className="text-primary" />
          <span className="flex-1 font-medium">{t('newChat')}</span>
          <kbd aria-hidden className="font-sans text-xs text-muted-foreground">
            {writeKeys(menuKeys('new-chat'))}
          </kbd>
        </button>
        <IconButton
          label={t('toggle')}
          keys={writeKeys(menuKeys('toggle-sidebar'))}
          icon={PanelLeftClose}
          aria-expanded
          onClick={toggleSidebar}
        />
      </div>
      <div className="px-2 pb-2">{narrow ? <SearchButton className={row} /> : <SearchBox />}</div>
      <LibraryNav />
      {selected.length > 0 ? <SelectionBar ids={selected} /> : <ListHeading />}
      <ConversationList />
      <ArchivedEntry />
      <div className="flex items-center gap-1 px-2 pb-2">
        <button
          type="button"
          className={row}
          aria-current={page === 'trash' ? 'page' : undefined}
          onClick={() => showPage('trash')}
        >
          <Trash2 size={16} strokeWidth={1.75} aria-hidden className="text-muted-foreground" />
          {t('trash')}
        </button>
        <IconButton
          label={t('settings')}
          keys={writeKeys(menuKeys('settings'))}
          icon={Settings}
          side="top"
          onClick={() => openSettings('general')}
        />
      </div>
      {children}
      {isDroppedOn && <DropHint />}
    </nav>
  )
}
