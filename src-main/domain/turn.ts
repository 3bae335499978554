import { setImmediate as breathe } from 'node:timers/promises'
import type { Conversation, Id, Message, Part, Usage } from '@contract/entities'
import type { Ending } from '../db/chunks'
import { toFailure } from '../errors'
import type { ChatProvider, TurnRequest } from '../providers/provider'
import type { Context } from './context'
import { openReply } from './reply'
import { titleByModel } from './titles'
import { until } from './until'

/** One reply that is being written, or has just been and is now given its title. */
export interface RunningTurn {
  conversationId: Id
  /** False once the reply's last word is on disk. */
  writing: boolean
  /** Ends it, keeping what arrived; `quit` leaves it interrupted, so that it offers to go on. */
  stop(why: 'user' | 'quit'): void
  /** Settles when the reply's last word is on disk. */
  written: Promise<void>
  /** Settles when the title is made as well. */
  done: Promise<void>
}

export interface Turn {
  conversation: Conversation
  reply: Message
  provider: ChatProvider
  request: TurnRequest
  /** How many messages of the branch are not in the request. */
  omitted: number
  /** The names of files that are not in the request. */
  omittedFiles: string[]
}

/** Starts to write a reply whose row exists, and returns at once. */
export function startTurn(context: Context, turn: Turn): void {
  const { id, conversationId } = turn.reply
  const abort = new AbortController()
  const logged = (error: unknown) => {
    context.log.error('turn failed', { replyId: id, error })
    return null
  }
  // Before a window hears of the end: it may send the next question at once.
  const onWritten = () => {
    running.writing = false
  }
  const ended = runTurn(context, turn, abort.signal, onWritten).catch(logged)
  const running: RunningTurn = {
    conversationId,
    writing: true,
    stop: (why) => abort.abort(why),
    written: ended.then(onWritten),
    done: ended
      .then((status) => (status === 'complete' ? titleByModel(context, turn, abort.signal) : null))
      .catch(logged)
      .then(() => {
        // Where a stopped reply goes on, another turn stands under its id.
        if (context.turns.get(id) === running) context.turns.delete(id)
      }),
  }
  context.turns.set(id, running)
}

/** The reply that is being written in a conversation, if one is. */
export function runningIn(context: Context, conversationId: Id): RunningTurn | undefined {
  const turns = [...context.turns.values()]
  return turns.find((turn) => turn.writing && turn.conversationId === conversationId)
}

/** Ends the reply of a conversation and waits until what arrived is saved. */
export async function stopIn(context: Context, conversationId: Id): Promise<void> {
  const turn = runningIn(context, conversationId)
  turn?.stop('user')
  await turn?.written
}

/** Ends all replies, because the program does; they offer to go on at the next start. */
export async function stopAll(context: Context): Promise<void> {
  const turns = [...context.turns.values()]
  for (const turn of turns) turn.stop('quit')
  await Promise.all(turns.map((turn) => turn.done))
}

/**
 * After a disk failed in a write, nobody knows whether it was done before the file is opened again: then a
 * reply that nobody writes has ended, and windows read anew what they show.
 */
export async function lookAgain(context: Context): Promise<void> {
  const alive = [...context.turns.keys(), ...context.asking]
  try {
    const ended = await context.write.chunks.foldOrphans(context.now(), alive)
    if (ended.length > 0) context.log.warn('replies were interrupted', { conversations: ended })
    context.publish('library.changed', {})
  } catch (error) {
    // It is opened once more, and this comes again.
    context.log.warn('the history could not be looked at again', { error })
  }
}

/** What the model does not get to see. */
function omittedIn({ omitted, omittedFiles }: Turn): Usage {
  return {
    ...(omitted > 0 && { omittedMessages: omitted }),
    ...(omittedFiles.length > 0 && { omittedFiles }),
  }
}

async function runTurn(
  context: Context,
  turn: Turn,
  signal: AbortSignal,
  onWritten: () => void,
): Promise<Ending['status']> {
  const reply = openReply(context, turn.reply)
  const added: Part[] = []
  let status: Ending['status'] = 'complete'
  try {
    const omitted = omittedIn(turn)
    if (Object.keys(omitted).length > 0) await reply.add({ type: 'usage', usage: omitted })
    // The branch has just arrived from the database, and may be long.
    await breathe()
    for await (const part of until(signal, turn.provider.stream(turn.request, signal))) {
      await reply.add(part)
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
  onWritten()
  context.publish('message.saved', message)
  return status
}
