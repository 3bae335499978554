import type { Id, Message } from '@contract/entities'
import type { Applied } from '../db/defaults'
import type { SentFile, TurnRequest } from '../providers/provider'
import { modelOf, parametersOf } from './defaults'

/** Where a model's context is not known: as much as most take, and little enough to handle at once. */
const USUAL_ROOM = 700_000
/** No model takes more, and this process should not have to. */
const MOST_ROOM = 6_000_000
/** A token holds about four characters; the rest is for names, quotes and the unknown. */
const CHARACTERS_A_TOKEN = 6

/** How many characters of a conversation can be of use to a model; the oldest beyond are not sent. */
export function roomFor({ provider, model }: Applied): number {
  const tokens = provider.models.find(({ name }) => name === model.value)?.contextLength
  return tokens ? Math.min(MOST_ROOM, tokens * CHARACTERS_A_TOKEN) : USUAL_ROOM
}

/** What is asked of the server: the branch that ends at `leaf`, without replies that failed empty. */
export function requestFor(input: {
  applied: Applied
  branch: Message[]
  files: ReadonlyMap<Id, SentFile>
  continuing: boolean
}): TurnRequest {
  const { applied, branch, files, continuing } = input
  return {
    model: modelOf(applied),
    instructions: applied.instructions.value,
    parameters: parametersOf(applied),
    messages: branch.filter((message) => message.role === 'user' || textOf(message) !== ''),
    files,
    continuing,
  }
}

/** All of a message that was said: its text and code, without reasoning, tools and errors. */
export function textOf(message: Message): string {
  return message.parts
    .flatMap((part) => (part.type === 'text' || part.type === 'code' ? part.text : []))
    .join('\n')
}
