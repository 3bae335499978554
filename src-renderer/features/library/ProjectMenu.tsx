import {
  FileDown,
  FolderInput,
  FolderPlus,
  Pencil,
  Settings2,
  SquarePen,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLibraryView } from '../../stores/libraryView'
import { useTransfer } from '../../stores/transfer'
import { writeKeys } from '../../ui/keys'
import { MenuItem, MenuSeparator } from '../../ui/Menu'
import { startNewChat } from '../chat/openChat'
import { useMenuKeys } from '../shortcuts/commands'
import { showScope } from './actions'

export function ProjectMenu({ id }: { id: string }) {
  const { t } = useTranslation(['library', 'transfer'])
  const menuKeys = useMenuKeys()
  const ask = useLibraryView((state) => state.ask)
  const rename = useLibraryView((state) => state.rename)
  return (
    <>
      <MenuItem
        icon={SquarePen}
        onClick={() => {
          showScope({ projectId: id })
          startNewChat()
        }}
      >
        {t('menu.newChat')}
      </MenuItem>
      <MenuItem
        icon={FolderPlus}
        onClick={() => ask({ kind: 'newProject', parentId: id, ids: [] })}
      >
        {t('menu.newInside')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Pencil} keys={writeKeys(menuKeys('rename-chat'))} onClick={() => rename(id)}>
        {t('menu.rename')}
      </MenuItem>
      <MenuItem icon={FolderInput} onClick={() => ask({ kind: 'moveProject', id })}>
        {t('menu.move')}
      </MenuItem>
      <MenuItem icon={Settings2} onClick={() => ask({ kind: 'projectSettings', id })}>
        {t('menu.settings')}
      </MenuItem>
      <MenuItem icon={FileDown} onClick={() => useTransfer.getState().askExport({ projectId: id })}>
        {t('transfer:export')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onClick={() => ask({ kind: 'deleteProject', id })}>
        {t('menu.delete')}
      </MenuItem>
    </>
  )
}
