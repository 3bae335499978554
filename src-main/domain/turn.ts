import type { Conversation, Id, Message, Part } from '@contract/entities'
import { toFailure } from '../errors'
import type { ChatProvider, ProviderPart, TurnRequest } from '../providers/provider'
import type { Context } from './context'
import { openReply } from './reply'
import { titleByModel } from './titles'

/** One reply that is being written. */
export interface RunningTurn {
  conversationId: Id
  /** Ends it, keeping what arrived; `quit` leaves it interrupted, so that it offers to go on. */
  stop(why: 'user' | 'quit'): void
  /** Settles when the reply's last word is on disk. */
  done: Promise<void>
}

export interface Turn {
  conversation: Conversation
  reply: Message
  provider: ChatProvider
  request: TurnRequest
}

/** Starts to write a reply whose row exists, and returns at once. */
export function startTurn(context: Context, turn: Turn): void {
  const { id, conversationId } = turn.reply
  const abort = new AbortController()
  const done = runTurn(context, turn, abort.signal)
    .catch((error: unknown) => context.log.error('turn failed', { replyId: id, error }))
    .finally(() => context.turns.delete(id))
  context.turns.set(id, { conversationId, stop: (why) => abort.abort(why), done })
}

/** The reply that is being written in a conversation, if one is. */
export function runningIn(context: Context, conversationId: Id): RunningTurn | undefined {
  return [...context.turns.values()].find((turn) => turn.conversationId === conversationId)
}

/** Ends the reply of a conversation and waits until what arrived is saved. */
export async function stopIn(context: Context, conversationId: Id): Promise<void> {
  const turn = runningIn(context, conversationId)
  turn?.stop('user')
  await turn?.done
}

/** Ends all replies, because the program does; they offer to go on at the next start. */
export async function stopAll(context: Context): Promise<void> {
  const turns = [...context.turns.values()]
  for (const turn of turns) turn.stop('quit')
  await Promise.all(turns.map((turn) => turn.done))
}

async function runTurn(context: Context, turn: Turn, signal: AbortSignal): Promise<void> {
  const reply = openReply(context, turn.reply)
  const added: Part[] = []
  let status: 'complete' | 'stopped' | 'interrupted' | 'failed' = 'complete'
  try {
    for await (const part of until(signal, turn.provider.stream(turn.request, signal))) {
      reply.add(part)
    }
  } catch (error) {
    if (!signal.aborted) {
      status = 'failed'
      const failure = toFailure(error)
      added.push({ type: 'error', error: failure })
      context.log.warn('reply failed', { replyId: turn.reply.id, failure, error })
    }
  }
  if (signal.aborted) status = signal.reason === 'quit' ? 'interrupted' : 'stopped'
  const message = await reply.end(status, added)
  context.publish('message.saved', message)
  context.publish(
    'conversation.saved',
    await context.read.conversations.get(turn.reply.conversationId),
  )
  if (status === 'complete') await titleByModel(context, turn)
}

/** The parts of a stream until it ends or `signal` aborts, even where the stream hangs. */
async function* until(
  signal: AbortSignal,
  stream: AsyncIterable<ProviderPart>,
): AsyncGenerator<ProviderPart> {
  const parts = stream[Symbol.asyncIterator]()
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  for (;;) {
    const next = await Promise.race([parts.next(), aborted])
    if (next === null || next.done) {
      // Not awaited: a server that hangs would hold up the end of the reply.
      if (next === null) parts.return?.()?.catch(() => undefined)
      return
    }
    yield next.value
  }
}
