import type { Conversation, ProviderView, Settings } from '@contract/entities'
import type { ModelChoice } from './conversations'

/** What a conversation asks: its own choice, else the setting's, else what is there. */
export function chosenModel(
  conversation: Conversation | undefined,
  newChat: ModelChoice | null,
  settings: Settings | null,
  providers: readonly ProviderView[],
): ModelChoice {
  const wishes = [
    conversation,
    conversation ? null : newChat,
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
