import { textOf } from './text'
import { useMessages } from '../../stores/messages'
import { useView } from '../../stores/view'

/** Opens the reader's last message for a change. False when there is none. */
export function editLastOwn(conversationId: string) {
  const { threads, byId } = useMessages.getState()
  const thread = threads[conversationId]
  if (!thread) return false
  for (let at = thread.total - 1; at >= 0; at -= 1) {
    const id = thread.ids[at]
    if (id === undefined) return false
    const message = byId[id]
    if (message?.role !== 'user') continue
    useView.getState().edit({ id, text: textOf(message) })
    return true
  }
  return false
}
