import type { Conversation, Message, Provider, Settings } from '@contract/entities'
import { GUIDE_ID } from '../db/settings'
import type { TurnRequest } from '../providers/provider'
import { AppError } from '../errors'
import type { Context } from './context'

/** Which server answers a conversation: its own, else the default one, else the offline guide. */
export async function providerFor(
  context: Context,
  conversation: Pick<Conversation, 'providerId' | 'model'>,
): Promise<{ provider: Provider; model: string }> {
  const settings = await context.read.settings.get()
  const id = conversation.providerId ?? settings.defaultProviderId ?? GUIDE_ID
  const provider = await context.read.providers.get(id)
  const model = modelOf(conversation, provider, settings)
  if (model === null) throw new AppError('no_provider', provider.name)
  return { provider, model }
}

/** What is asked of the server: the branch that ends at `leaf`, without replies that failed empty. */
export function requestFor(input: {
  conversation: Conversation
  provider: Provider
  model: string
  branch: Message[]
  continuing: boolean
}): TurnRequest {
  const { conversation, provider, model, branch, continuing } = input
  return {
    model,
    instructions: conversation.instructions,
    parameters: { ...provider.parameters, ...conversation.parameters },
    messages: branch.filter((message) => message.role === 'user' || textOf(message) !== ''),
    continuing,
  }
}

/** All of a message that was said: its text and code, without reasoning, tools and errors. */
export function textOf(message: Message): string {
  return message.parts
    .flatMap((part) => (part.type === 'text' || part.type === 'code' ? part.text : []))
    .join('\n')
}

function modelOf(
  conversation: Pick<Conversation, 'providerId' | 'model'>,
  provider: Provider,
  settings: Settings,
): string | null {
  if (provider.kind === 'guide') return ''
  const fallback = provider.defaultModel ?? provider.models[0]?.name ?? null
  if (conversation.providerId === provider.id) return conversation.model ?? fallback
  return settings.defaultModel ?? fallback
}
