import { useConversations } from '../../stores/conversations'
import { useFind } from '../../stores/find'
import { useFound } from '../../stores/found'
import type { Hit } from '../../stores/search'
import { useSettings } from '../../stores/settings'
import { useView } from '../../stores/view'
import { openChat } from '../chat/openChat'

/** Opens the conversation of a hit, at the message, with the words marked there. */
export async function openHit({ conversationId, messageId, found: words }: Hit) {
  const conversations = useConversations.getState()
  // A conversation beyond what the list has read comes by itself.
  const known = conversations.byId[conversationId] !== undefined
  if (!known) await conversations.reopen(conversationId)
  const conversation = useConversations.getState().byId[conversationId]
  // What is in the trash is only shown there.
  if (!conversation || conversation.deletedAt !== null) {
    return useView.getState().showPage('trash')
  }
  if (!known) void useSettings.getState().update({ openConversationId: conversationId })
  useFind.getState().close()
  const found = useFound.getState()
  found.mark(words.length > 0 ? { conversationId, words, current: null } : null)
  found.open(conversationId)
  if (messageId === null) return openChat(conversationId)
  found.land({ conversationId, messageId, words, at: 0, focus: true })
  useView.getState().edit(null)
  conversations.open(conversationId)
  useView.getState().showPage('chat')
}
