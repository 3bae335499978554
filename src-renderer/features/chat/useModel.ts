import { useConversations } from '../../stores/conversations'
import { chosenModel } from '../../stores/model'
import { useProviders } from '../../stores/providers'
import { useSettings } from '../../stores/settings'

/** The model that the open chat asks. */
export function useModel() {
  const conversation = useConversations((state) =>
    state.openId ? state.byId[state.openId] : undefined,
  )
  const newChat = useConversations((state) => state.newChatModel)
  const settings = useSettings((state) => state.value)
  const providers = useProviders((state) => state.list)
  return chosenModel(conversation, newChat, settings, providers)
}

/** The same, asked once, outside of drawing. */
export function currentModel() {
  const { openId, byId, newChatModel } = useConversations.getState()
  return chosenModel(
    openId ? byId[openId] : undefined,
    newChatModel,
    useSettings.getState().value,
    useProviders.getState().list,
  )
}
