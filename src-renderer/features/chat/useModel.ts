import { useConversations } from '../../stores/conversations'
import type { ModelChoice } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { chosenModel } from '../../stores/model'
import { chainOf } from '../../stores/projectTree'
import { useProviders } from '../../stores/providers'
import { useSettings } from '../../stores/settings'

/** The project of the open chat; a new one begins in the project that the list shows. */
export function useOpenProject() {
  return useConversations(({ openId, byId, filter }) =>
    openId ? (byId[openId]?.projectId ?? null) : filter.projectId,
  )
}

/** The model that the open chat asks. */
export function useModel() {
  const conversation = useConversations((state) =>
    state.openId ? state.byId[state.openId] : undefined,
  )
  const newChat = useConversations((state) => state.newChatModel)
  const projectId = useOpenProject()
  const projects = useLibrary((state) => state.projects)
  const settings = useSettings((state) => state.value)
  const providers = useProviders((state) => state.list)
  return chosenModel(conversation, newChat, chainOf(projects, projectId), settings, providers)
}

/** The model that a new chat keeps as its own: none where its project names one, which it follows. */
export function modelToBeginWith(): ModelChoice {
  const { filter, newChatModel } = useConversations.getState()
  const projects = chainOf(useLibrary.getState().projects, filter.projectId)
  const providers = useProviders.getState().list
  const follows = projects.some(({ providerId }) => providers.some(({ id }) => id === providerId))
  if (follows && !newChatModel) return { providerId: null, model: null }
  return chosenModel(undefined, newChatModel, [], useSettings.getState().value, providers)
}
