import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Failure, Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'

type Rest<K extends CallName> = CallInput<K> extends void ? [] : [input: CallInput<K>]

/** Asks the main process. The answer is a value in every case, so that a store can branch on it. */
export type Call = <K extends CallName>(
  name: K,
  ...input: Rest<K>
) => Promise<Result<CallOutput<K>>>

interface Api {
  call(name: CallName, input?: unknown): Promise<Result<unknown>>
  onEvent(listener: (event: EventMessage) => void): () => void
  pathOf(file: File): string
}

/** What the preload offers. It is put on the window from outside, where no type can follow. */
function api() {
  return (window as unknown as { api: Api }).api
}

export const call: Call = async (name, ...input) => {
  try {
    // The preload types one call at a time; a function over all of them has to say so itself.
    return (await api().call(name, input[0])) as Result<CallOutput<typeof name>>
  } catch (error) {
    return { ok: false, error: { code: 'internal', detail: wordsOf(error) } }
  }
}

/** Listens to the facts that main publishes, until the returned function is called. */
export function onEvent(listener: (event: EventMessage) => void) {
  return api().onEvent(listener)
}

/** Where a file is that the user dropped; empty for one that is no file of the system. */
export function pathOf(file: File) {
  return api().pathOf(file)
}

/** For a failure of this window itself, such as a clipboard that refuses. */
export function internal(error: unknown): Failure {
  return { code: 'internal', detail: wordsOf(error) }
}

function wordsOf(error: unknown) {
  return error instanceof Error ? error.message : String(error)
}
