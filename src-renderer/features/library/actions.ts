import { useConversations } from '../../stores/conversations'
import type { Scope } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { chainOf } from '../../stores/projectTree'
import { useSelection } from '../../stores/selection'
import { useSettings } from '../../stores/settings'
import { useTransfer } from '../../stores/transfer'
import { useView } from '../../stores/view'
import { isNarrow } from '../../ui/useNarrow'

/** Whether a dialog was asked for, which then has the focus. */
export function isAsking() {
  return useLibraryView.getState().dialog !== null || useTransfer.getState().exporting !== null
}

/** Narrows the sidebar's list, and shows the sidebar where it is hidden. */
export function showScope(scope: Partial<Scope>) {
  useSelection.getState().clear()
  useConversations.getState().show(scope)
  if (scope.projectId) reveal(scope.projectId)
  if (isNarrow()) useView.getState().showSidebarOver(true)
  else if (useSettings.getState().value?.sidebarOpen === false) {
    void useSettings.getState().update({ sidebarOpen: true })
  }
}

/** Opens the projects that one is in, so that the tree shows it. */
export function reveal(projectId: string) {
  const [, ...above] = chainOf(useLibrary.getState().projects, projectId)
  for (const { id } of above) useLibraryView.getState().expand(id, true)
}

/** What a command is about: the selected chats, else the open one. */
export function meantChats(): readonly string[] {
  const { ids } = useSelection.getState()
  if (ids.size > 0) return [...ids]
  const { openId } = useConversations.getState()
  return openId ? [openId] : []
}

/** What a menu of one chat is about: all that are selected, when it is one of them. */
export function withSelection(id: string): readonly string[] {
  const { ids } = useSelection.getState()
  return ids.has(id) ? [...ids] : [id]
}

export function moveChats(ids: readonly string[], projectId: string | null) {
  const name = projectId === null ? '' : (useLibrary.getState().projects[projectId]?.name ?? '')
  return useConversations.getState().updateAll(
    ids,
    { projectId },
    {
      text: projectId === null ? 'library:notices.movedOut' : 'library:notices.moved',
      values: { name },
    },
  )
}

export function archiveChats(ids: readonly string[], archived: boolean) {
  void useConversations.getState().updateAll(
    ids,
    { archived },
    {
      text: archived ? 'library:notices.archived' : 'library:notices.unarchived',
    },
  )
}

/** One pin is seen and taken back where it is made: only several are told of. */
export function pinChats(ids: readonly string[], pinned: boolean) {
  const [only] = ids
  if (only && ids.length === 1) return void useConversations.getState().update(only, { pinned })
  void useConversations.getState().updateAll(
    ids,
    { pinned },
    {
      text: pinned ? 'library:notices.pinned' : 'library:notices.unpinned',
    },
  )
}

export function areArchived(ids: readonly string[]) {
  const { byId } = useConversations.getState()
  return ids.length > 0 && ids.every((id) => byId[id]?.archived)
}

/** Into another project, or to the top; the tree then shows it there. */
export async function moveProject(id: string, parentId: string | null) {
  await useLibrary.getState().moveProject(id, parentId)
  reveal(id)
}
