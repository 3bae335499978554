import { useConversations } from '../../stores/conversations'
import { useView } from '../../stores/view'

export function startNewChat() {
  openChat(null)
}

/** Shows a conversation, or a new chat, ready to be written in. */
export function openChat(id: string | null) {
  useView.getState().showPage('chat')
  useView.getState().edit(null)
  useConversations.getState().open(id)
  focusComposer()
}

export function focusComposer() {
  requestAnimationFrame(() => document.getElementById('composer')?.focus())
}
