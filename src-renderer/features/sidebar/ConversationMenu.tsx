import {
  Archive,
  ArchiveRestore,
  Copy,
  FileDown,
  FolderInput,
  Pencil,
  Pin,
  PinOff,
  Tag,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibraryView } from '../../stores/libraryView'
import { useTransfer } from '../../stores/transfer'
import { useView } from '../../stores/view'
import { writeKeys } from '../../ui/keys'
import { MenuItem, MenuSeparator } from '../../ui/Menu'
import { archiveChats, withSelection } from '../library/actions'
import { useMenuKeys } from '../shortcuts/commands'

interface Props {
  id: string
  onDelete: (id: string) => void
  /** Says that what was chosen takes the focus. */
  onFocusElsewhere: () => void
}

export function ConversationMenu({ id, onDelete, onFocusElsewhere }: Props) {
  const { t } = useTranslation(['sidebar', 'library', 'transfer'])
  const menuKeys = useMenuKeys()
  const pinned = useConversations((state) => state.byId[id]?.pinned ?? false)
  const archived = useConversations((state) => state.byId[id]?.archived ?? false)
  const update = useConversations((state) => state.update)
  const duplicate = useConversations((state) => state.duplicate)
  const ask = useLibraryView((state) => state.ask)
  return (
    <>
      <MenuItem
        icon={Pencil}
        keys={writeKeys(menuKeys('rename-chat'))}
        onClick={() => {
          onFocusElsewhere()
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
      <MenuItem icon={FolderInput} onClick={() => ask({ kind: 'move', ids: withSelection(id) })}>
        {t('library:chat.move')}
      </MenuItem>
      <MenuItem icon={Tag} onClick={() => ask({ kind: 'tags', ids: withSelection(id) })}>
        {t('library:chat.tags')}
      </MenuItem>
      <MenuItem
        icon={archived ? ArchiveRestore : Archive}
        onClick={() => archiveChats(withSelection(id), !archived)}
      >
        {t(archived ? 'library:chat.unarchive' : 'library:chat.archive')}
      </MenuItem>
      <MenuItem
        icon={FileDown}
        onClick={() => useTransfer.getState().askExport({ ids: [...withSelection(id)] })}
      >
        {t('transfer:export')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={Trash2}
        danger
        onClick={() => {
          onFocusElsewhere()
          onDelete(id)
        }}
      >
        {t('menu.delete')}
      </MenuItem>
    </>
  )
}
