import { useState } from 'react'
import type { DragEvent } from 'react'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { isWithin } from '../../stores/projectTree'
import { useSelection } from '../../stores/selection'
import { moveChats, moveProject } from './actions'

type Load = { kind: 'chats'; ids: readonly string[] } | { kind: 'project'; id: string }

// While something hovers a page may not read what it carries, so it is kept here.
let load: Load | null = null

function begin(event: DragEvent, next: Load, text: string) {
  load = next
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', text)
}

/** A selected chat takes the whole selection along. */
export function dragChat(event: DragEvent, id: string) {
  const { ids } = useSelection.getState()
  const title = useConversations.getState().byId[id]?.title ?? ''
  begin(event, { kind: 'chats', ids: ids.has(id) ? [...ids] : [id] }, title)
}

export function dragProject(event: DragEvent, id: string) {
  event.stopPropagation()
  begin(event, { kind: 'project', id }, useLibrary.getState().projects[id]?.name ?? '')
}

export function endDrag() {
  load = null
}

function fits(projectId: string | null) {
  if (!load) return false
  if (load.kind === 'chats') {
    const { byId } = useConversations.getState()
    return load.ids.some((id) => byId[id]?.projectId !== projectId)
  }
  const { projects } = useLibrary.getState()
  if (projects[load.id]?.parentId === projectId) return false
  return projectId === null || !isWithin(projects, projectId, load.id)
}

function drop(projectId: string | null) {
  if (load?.kind === 'chats') {
    void moveChats(load.ids, projectId)
    useSelection.getState().clear()
  } else if (load) void moveProject(load.id, projectId)
  endDrag()
}

/** What a drop target needs: `null` is the place of all that is in no project. */
export function useDropTarget(projectId: string | null) {
  const [over, setOver] = useState(false)
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!fits(projectId)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        event.preventDefault()
        setOver(false)
        if (fits(projectId)) drop(projectId)
      },
    },
  }
}
