import type { Conversation, Id } from '@contract/entities'
import type { Publish } from '@contract/events'
import { text } from '../text'

/** A reply that took no longer is one that somebody waited for. */
const LONG_MS = 10_000

interface Surroundings {
  /** Whether a window of ours is in front. */
  focused(): boolean
  /** What the settings say. */
  allowed(): Promise<boolean>
  conversation(id: Id): Promise<Conversation>
  show(title: string, text: string, click: () => void): void
  open(conversationId: Id): void
  failed(error: unknown): void
}

/** Listens to what windows are told, and tells the system when a long reply ends that nobody sees. */
export function replyNotifier(around: Surroundings): Publish {
  const running = new Set<Id>()

  async function notify(conversationId: Id): Promise<void> {
    if (!(await around.allowed())) return
    const { title } = await around.conversation(conversationId)
    around.show(title, text('dialogs:replyDone'), () => around.open(conversationId))
  }

  return (name, value) => {
    if (name !== 'message.saved' || !('status' in value)) return
    const { id, status, timings, conversationId } = value
    if (status === 'streaming') {
      running.add(id)
      return
    }
    if (!running.delete(id) || status !== 'complete') return
    if ((timings?.total ?? 0) <= LONG_MS || around.focused()) return
    void notify(conversationId).catch(around.failed)
  }
}
