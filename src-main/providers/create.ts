import type { Provider } from '@contract/entities'
import type { ChatProvider, ProviderConfig } from './provider'
import { readyToAsk } from './guardedFetch'
import type { Deps } from './sdk'

type Open = (config: ProviderConfig, deps: Deps) => Promise<ChatProvider>

/** Each kind is loaded when it is first used: the SDK takes longer to load than the window. */
const KINDS = {
  guide: async () => (await import('./guide')).openGuide(),
  'openai-compatible': async (config, deps) =>
    (await import('./openaiCompatible')).openOpenAICompatible(config, deps),
  anthropic: async (config, deps) => (await import('./anthropic')).openAnthropic(config, deps),
  google: async (config, deps) => (await import('./google')).openGoogle(config, deps),
} satisfies Record<Provider['kind'], Open>

/** Loads what the servers of these kinds need, before the first message has to wait for it. */
export async function warmUp(kinds: Provider['kind'][], deps: Deps): Promise<void> {
  for (const kind of new Set(kinds)) {
    await KINDS[kind]({ kind, baseUrl: '', headers: {}, key: null }, deps)
    if (kind !== 'guide') await readyToAsk()
  }
}

/** A way to a server, or to the built-in guide. Nothing is asked before one of its functions is. */
export function createProvider(config: ProviderConfig, deps: Deps): ChatProvider {
  const open: Open = KINDS[config.kind]
  return {
    async *stream(request, signal) {
      yield* (await open(config, deps)).stream(request, signal)
    },
    models: async (signal) => (await open(config, deps)).models(signal),
  }
}
