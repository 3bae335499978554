import { Toolbar } from '@base-ui/react/toolbar'
import {
  Archive,
  ArchiveRestore,
  FileDown,
  FolderInput,
  Pin,
  PinOff,
  Tag,
  Trash2,
  X,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shownList, useConversations } from '../../stores/conversations'
import { useLibraryView } from '../../stores/libraryView'
import { useSelection } from '../../stores/selection'
import { useTransfer } from '../../stores/transfer'
import { IconButton } from '../../ui/IconButton'
import { archiveChats, pinChats } from './actions'

/** The selected chats that the list still shows, in its order. */
export function useSelected() {
  const ids = useSelection((state) => state.ids)
  const list = useConversations(shownList)
  return ids.size === 0 ? [] : list.ids.filter((id) => ids.has(id))
}

/** Takes the place of the list's heading while chats are selected. */
export function SelectionBar({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation(['library', 'transfer'])
  const ask = useLibraryView((state) => state.ask)
  const clear = useSelection((state) => state.clear)
  const allPinned = useConversations(({ byId }) => ids.every((id) => byId[id]?.pinned))
  const archived = useConversations(({ filter }) => filter.shown === 'archived')

  // The bar goes, so the focus that was in it goes on to the list.
  function end() {
    clear()
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[id^="chat-"][tabindex="0"]')?.focus(),
    )
  }

  function then(act: () => void) {
    return () => {
      act()
      end()
    }
  }

  return (
    <Toolbar.Root
      aria-label={t('select.bar')}
      onKeyDown={(event) => event.key === 'Escape' && end()}
      className="mx-2 flex min-h-9 shrink-0 flex-wrap items-center rounded-md bg-primary-soft pr-0.5 pl-2.5"
    >
      <span role="status" className="mr-auto text-sm font-medium whitespace-nowrap">
        {t('select.count', { count: ids.length })}
      </span>
      <Toolbar.Button
        onClick={then(() => pinChats(ids, !allPinned))}
        render={
          <IconButton
            label={t(allPinned ? 'select.unpin' : 'select.pin')}
            icon={allPinned ? PinOff : Pin}
          />
        }
      />
      <Toolbar.Button
        onClick={() => ask({ kind: 'move', ids })}
        render={<IconButton label={t('chat.move')} icon={FolderInput} />}
      />
      <Toolbar.Button
        onClick={() => ask({ kind: 'tags', ids })}
        render={<IconButton label={t('chat.tags')} icon={Tag} />}
      />
      <Toolbar.Button
        onClick={() => useTransfer.getState().askExport({ ids: [...ids] })}
        render={<IconButton label={t('transfer:export')} icon={FileDown} />}
      />
      <Toolbar.Button
        onClick={then(() => archiveChats(ids, !archived))}
        render={
          <IconButton
            label={t(archived ? 'chat.unarchive' : 'chat.archive')}
            icon={archived ? ArchiveRestore : Archive}
          />
        }
      />
      <Toolbar.Button
        onClick={then(() => void useConversations.getState().remove(ids))}
        render={<IconButton label={t('select.delete')} icon={Trash2} />}
      />
      <Toolbar.Button onClick={end} render={<IconButton label={t('select.clear')} icon={X} />} />
    </Toolbar.Root>
  )
}
