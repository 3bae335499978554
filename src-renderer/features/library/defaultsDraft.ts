import type { Parameters } from '@contract/entities'
import type { Defaults } from '@contract/library'
import type { ModelChoice } from '../../stores/conversations'

export const NUMBERS = ['temperature', 'maxTokens', 'topP', 'seed'] as const
export type NumberName = (typeof NUMBERS)[number]

/** What a project or a chat says of its own, while it is typed: what is empty is inherited. */
export interface DefaultsDraft extends Record<NumberName, string> {
  instructions: string
  model: ModelChoice
}

interface Own extends ModelChoice {
  instructions: string
  parameters: Parameters | null
}

const allowed: Record<NumberName, (value: number) => boolean> = {
  temperature: (value) => value >= 0 && value <= 2,
  maxTokens: (value) => Number.isInteger(value) && value > 0,
  topP: (value) => value >= 0 && value <= 1,
  seed: Number.isSafeInteger,
}

export function draftOf({ instructions, providerId, model, parameters }: Own): DefaultsDraft {
  const text = (name: NumberName) => parameters?.[name]?.toString() ?? ''
  return {
    instructions,
    model: { providerId, model },
    temperature: text('temperature'),
    maxTokens: text('maxTokens'),
    topP: text('topP'),
    seed: text('seed'),
  }
}

/** The fields whose number is not possible. */
export function wrongIn(draft: DefaultsDraft) {
  return NUMBERS.filter((name) => {
    const typed = draft[name].trim()
    return typed !== '' && !allowed[name](Number(typed))
  })
}

/** What is saved; what the form does not show, such as stop sequences, stays as it was. */
export function patchOf(draft: DefaultsDraft, former: Parameters | null) {
  const parameters: Parameters = former?.stop ? { stop: former.stop } : {}
  for (const name of NUMBERS) {
    const typed = draft[name].trim()
    if (typed !== '') parameters[name] = Number(typed)
  }
  return {
    instructions: draft.instructions.trim(),
    ...draft.model,
    parameters: Object.keys(parameters).length > 0 ? parameters : null,
  }
}

/** What would apply without its own word: what main says applies, unless that is its own. */
export function inheritedFrom(defaults: Defaults | null, ownProject: string | null) {
  const foreign = ({ from, projectId }: Pick<Defaults['model'], 'from' | 'projectId'>) =>
    from !== 'conversation' && (ownProject === null || projectId !== ownProject)
  return {
    instructions: defaults && foreign(defaults.instructions) ? defaults.instructions : null,
    model: defaults && foreign(defaults.model) ? defaults.model : null,
    parameters: defaults?.parameters.filter(foreign) ?? [],
  }
}
export type Inherited = ReturnType<typeof inheritedFrom>
