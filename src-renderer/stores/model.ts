import type { Conversation, ProviderView } from '@contract/entities'
import type { Settings } from '@contract/settings'
import type { Project } from '@contract/library'
import type { ModelChoice } from './conversations'

/** What a conversation asks: its own choice, else its projects', the setting's, or what is there. */
export function chosenModel(
  conversation: Conversation | undefined,
  newChat: ModelChoice | null,
  /** The projects that it is in, the nearest first. */
  projects: readonly Project[],
  settings: Settings | null,
  providers: readonly ProviderView[],
): ModelChoice {
  const wishes = [
    conversation ?? newChat,
    ...projects,
    settings && { providerId: settings.defaultProviderId, model: settings.defaultModel },
  ]
  for (const wish of wishes) {
    const provider = wish && providers.find((each) => each.id === wish.providerId)
    if (provider) return { providerId: provider.id, model: wish.model ?? modelOf(provider) }
  }
  const first = providers.find((each) => each.kind !== 'guide') ?? providers[0]
  return { providerId: first?.id ?? null, model: first ? modelOf(first) : null }
}

function modelOf(provider: ProviderView) {
  return provider.defaultModel ?? provider.models[0]?.name ?? null
}
