import type { Conversation, Message, Provider, Settings } from '@contract/entities'
import { GUIDE_ID } from '../db/guideId'
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

/** Where a model's context is not known: as much as most take, and little enough to handle at once. */
const USUAL_ROOM = 700_000
/** No model takes more, and this process should not have to. */
const MOST_ROOM = 6_000_000
/** A token holds about four characters; the rest is for names, quotes and the unknown. */
const CHARACTERS_A_TOKEN = 6

/** How many characters of a conversation can be of use to a model; the oldest beyond are not sent. */
export function roomFor({ models }: Provider, model: string): number {
  const tokens = models.find(({ name }) => name === model)?.contextLength
  return tokens ? Math.min(MOST_ROOM, tokens * CHARACTERS_A_TOKEN) : USUAL_ROOM
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
