import type { Command } from '@contract/values'
import { useEffect } from 'react'
import { onEvent } from '../../api'
import { useBackups } from '../../stores/backups'
import { shownList, useConversations } from '../../stores/conversations'
import { useLibraryView } from '../../stores/libraryView'
import { useMessages } from '../../stores/messages'
import { useMoving } from '../../stores/moving'
import { useNotices } from '../../stores/notices'
import { useSelection } from '../../stores/selection'
import { useTransfer } from '../../stores/transfer'
import { useView } from '../../stores/view'
import { copyText } from '../chat/copy'
import { focusComposer, openChat, startNewChat } from '../chat/openChat'
import { copyOf, lastCodeOf, textOf } from '../chat/text'
import { chooseImport } from '../import/choose'
import { find, stepFind } from '../found/find'
import { openSearch } from '../search/openSearch'
import { archiveChats, areArchived, meantChats, pinChats, showScope } from '../library/actions'
import { toggleSidebar } from '../sidebar/toggle'
import { onKeyDown } from './keys'

/** Listens for the menu's commands and for the keys that are no menu's. */
export function useCommands() {
  useEffect(() => {
    const stop = onEvent((event) => {
      if (event.name === 'command.chosen') run[event.value.command]()
      if (event.name === 'conversation.chosen') openChat(event.value.id)
    })
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('focus', onFocus)
    return () => {
      stop()
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('focus', onFocus)
    }
  }, [])
}

/** Who comes back to the window can write at once, unless something else has the focus. */
function onFocus() {
  if (document.activeElement === document.body) focusComposer()
}

const run: Record<Command, () => void> = {
  'new-chat': startNewChat,
  settings: () => useView.getState().openSettings('general'),
  providers: () => useView.getState().openSettings('providers'),
  about: () => useView.getState().openSettings('about'),
  'toggle-sidebar': toggleSidebar,
  'focus-composer': focusComposer,
  'next-chat': () => step(1),
  'previous-chat': () => step(-1),
  'rename-chat': rename,
  'pin-chat': () => {
    const { byId } = useConversations.getState()
    const ids = meantChats()
    pinChats(ids, !ids.every((id) => byId[id]?.pinned))
  },
  'delete-chat': () => {
    const ids = meantChats()
    useSelection.getState().clear()
    if (ids.length > 0) void useConversations.getState().remove(ids)
  },
  'duplicate-chat': () => withOpen((id) => void useConversations.getState().duplicate(id)),
  stop: () => withOpen((id) => void useMessages.getState().stop(id)),
  regenerate: () => {
    const reply = lastReply()
    if (reply) void useMessages.getState().regenerate(reply.id)
  },
  'copy-last-reply': () => {
    const reply = lastReply()
    void copy(reply && copyOf(reply), 'chat:notices.replyCopied')
  },
  'copy-last-code': () => {
    const reply = lastReply()
    void copy(reply && lastCodeOf(textOf(reply)), 'chat:notices.codeCopied')
  },
  'choose-model': () => useView.getState().pickModel(true),
  shortcuts: () => useView.getState().showShortcuts(true),
  trash: () => useView.getState().showPage('trash'),
  search: openSearch,
  find,
  'find-next': () => stepFind(1),
  'find-previous': () => stepFind(-1),
  archive: () => showScope({ shown: 'archived' }),
  'new-project': () =>
    useLibraryView.getState().ask({
      kind: 'newProject',
      parentId: useConversations.getState().filter.projectId,
      ids: [],
    }),
  'move-chat': () => {
    const ids = meantChats()
    if (ids.length > 0) useLibraryView.getState().ask({ kind: 'move', ids })
  },
  'archive-chat': () => {
    const ids = meantChats()
    useSelection.getState().clear()
    archiveChats(ids, !areArchived(ids))
  },
  import: () => void chooseImport(false),
  'import-folder': () => void chooseImport(true),
  'export-chat': () => {
    const ids = meantChats()
    if (ids.length > 0) useTransfer.getState().askExport({ ids: [...ids] })
  },
  'export-all': () => useTransfer.getState().askExport({ all: true }),
  'move-data': () => useMoving.getState().ask(true),
  'back-up': () => useBackups.getState().show({ kind: 'create' }),
  'restore-backup': () => useBackups.getState().show({ kind: 'restore', from: { name: null } }),
  statistics: () => useView.getState().showPage('statistics'),
  undo: () => useNotices.getState().undoLast(),
}

function withOpen(act: (id: string) => void) {
  const { openId } = useConversations.getState()
  if (openId) act(openId)
}

function step(by: number) {
  const { openId } = useConversations.getState()
  const { ids } = shownList(useConversations.getState())
  const next = ids[(openId ? ids.indexOf(openId) : -1) + by]
  if (next) openChat(next)
}

/** Renames the project or the chat whose row has the focus, else the one that is open. */
function rename() {
  const id = document.activeElement?.id ?? ''
  if (id.startsWith('project-')) {
    useLibraryView.getState().rename(id.slice('project-'.length))
  } else if (id.startsWith('chat-')) {
    useView.getState().rename({ id: id.slice('chat-'.length), where: 'list' })
  } else {
    withOpen((open) => useView.getState().rename({ id: open, where: 'header' }))
  }
}

function lastReply() {
  const { openId } = useConversations.getState()
  const { threads, byId } = useMessages.getState()
  const thread = openId ? threads[openId] : undefined
  if (!thread) return undefined
  for (let at = thread.total - 1; at >= 0; at -= 1) {
    const message = byId[thread.ids[at] ?? '']
    if (!message || message.role === 'assistant') return message
  }
  return undefined
}

async function copy(
  text: string | undefined,
  done: 'chat:notices.replyCopied' | 'chat:notices.codeCopied',
) {
  const { tell } = useNotices.getState()
  if (!text) tell({ text: 'chat:notices.nothingToCopy' })
  else if (await copyText(text)) tell({ text: done })
}
