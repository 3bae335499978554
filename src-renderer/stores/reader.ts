import type { Message } from '@contract/entities'
import type { Call } from '../api'
import type { createMeanwhile } from './meanwhile'
import { emptyThread, positionOf, withSaved, withWindow } from './thread'
import type { Thread } from './thread'

/** Messages in one window of a branch. */
export const WINDOW = 100

interface Held {
  thread: (conversationId: string) => Thread | undefined
  byId: () => Readonly<Record<string, Message>>
  keep: (messages: readonly Message[]) => void
  setThread: (conversationId: string, change: (thread: Thread) => Thread) => void
  meanwhile: ReturnType<typeof createMeanwhile<Message>>
}

/** Where a window begins, or what is in its middle; without either it is the end of the branch. */
interface Wanted {
  from?: number
  around?: string
  changed?: boolean
}

/** Reads the visible branch of a conversation window by window, as the reader gets there. */
export function createReader(ask: Call, held: Held) {
  const reading = new Set<string>()
  const onScreen = new Map<string, number>()
  /** Counts the changes of each branch: an answer that one has overtaken is dropped. */
  const branches = new Map<string, number>()

  async function read(conversationId: string, { from, around, changed = false }: Wanted = {}) {
    const key = `${conversationId} ${around ?? from}`
    if (reading.has(key) && !changed) return
    const branch = branches.get(conversationId)
    reading.add(key)
    const query = { conversationId, from, around, limit: WINDOW }
    const { answer, told } = await held.meanwhile.during(() => ask('messages.path', query))
    reading.delete(key)
    if (branch !== branches.get(conversationId)) return
    if (!answer.ok) {
      held.setThread(conversationId, (thread) => ({ ...thread, failure: answer.error }))
      return
    }
    const saved = [...told.values()].filter((each) => each !== null)
    const news = saved.filter((each) => each.conversationId === conversationId)
    held.keep(answer.value.messages.filter(({ id }) => !told.has(id)))
    held.keep(news)
    held.setThread(conversationId, (thread) =>
      news.reduce(withSaved, withWindow(thread, answer.value, held.byId(), changed)),
    )
  }

  return {
    read,

    /** Another branch may be shown now: its end is read, and what is on screen. */
    async readAgain(conversationId: string) {
      if (!held.thread(conversationId)) return
      branches.set(conversationId, (branches.get(conversationId) ?? 0) + 1)
      await read(conversationId, { changed: true })
      const { total } = held.thread(conversationId) ?? emptyThread
      const from = Math.max(0, (onScreen.get(conversationId) ?? total) - WINDOW / 4)
      if (from < total - WINDOW) await read(conversationId, { from })
    },

    /** Reads what is missing between two positions that are on screen. */
    watch(conversationId: string, first: number, last: number) {
      onScreen.set(conversationId, first)
      const thread = held.thread(conversationId)
      if (!thread?.loaded) return
      for (let at = first; at <= Math.min(last, thread.total - 1); at += 1) {
        if (thread.ids[at] !== undefined) continue
        const from = at - (at % WINDOW)
        void read(conversationId, { from })
        at = from + WINDOW - 1
      }
    },

    /** The position of a message, with what is around it. Null when the branch does not hold it. */
    async find(conversationId: string, id: string) {
      const known = () => positionOf(held.thread(conversationId) ?? emptyThread, id)
      if (known() === undefined) await read(conversationId, { around: id })
      return known() ?? null
    },
  }
}
