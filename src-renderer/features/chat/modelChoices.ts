import type { ProviderView } from '@contract/entities'

export interface Choice {
  key: string
  providerId: string
  model: string
  /** Not from a list: what was typed. */
  typed: boolean
  guide: boolean
}

export interface ChoiceGroup {
  key: string
  name: string
  items: Choice[]
}

/** The models that fit what was typed, by provider; last the typed name itself. */
export function groupsFor(providers: readonly ProviderView[], typed: string): ChoiceGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return providers
    .map((provider) => ({
      key: provider.id,
      name: provider.name,
      items: [...listed(provider, words), ...asTyped(provider, typed.trim())],
    }))
    .filter((group) => group.items.length > 0)
}

function listed(provider: ProviderView, words: readonly string[]): Choice[] {
  const names = new Set(provider.models.map((model) => model.name))
  if (provider.defaultModel) names.add(provider.defaultModel)
  const guide = provider.kind === 'guide'
  if (guide && names.size === 0) names.add('guide')
  return [...names]
    .filter((name) => {
      const text = `${provider.name} ${name}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .map((model) => ({
      key: `${provider.id} ${model}`,
      providerId: provider.id,
      model,
      typed: false,
      guide,
    }))
}

function asTyped(provider: ProviderView, model: string): Choice[] {
  const known = provider.models.some((each) => each.name === model)
  if (provider.kind === 'guide' || !model || known) return []
  return [
    { key: `${provider.id} typed`, providerId: provider.id, model, typed: true, guide: false },
  ]
}
