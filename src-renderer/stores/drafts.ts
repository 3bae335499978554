import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'

const DELAY = 250
const RETRY = 2000

interface Drafts {
  /** By conversation, or `new`. A text that is not here has not been read yet. */
  texts: Readonly<Record<string, string>>
  load: (id: string) => Promise<void>
  edit: (id: string, text: string) => void
  /** Empties the composer for a question on its way; the saved draft stays until `sent`. */
  take: (id: string) => string
  sent: (id: string) => void
  /** Puts a refused question back, before whatever was typed since. */
  giveBack: (id: string, text: string) => void
  /** Saves at once what is still waiting, as before the window hides. */
  flush: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createDrafts(ask: Call, notices: NoticesStore) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  let failing = false

  return create<Drafts>()((set, get) => {
    function put(id: string, text: string) {
      set(({ texts }) => ({ texts: { ...texts, [id]: text } }))
    }

    function saveIn(id: string, delay: number) {
      clearTimeout(waiting.get(id))
      waiting.set(
        id,
        setTimeout(() => void save(id), delay),
      )
    }

    async function save(id: string) {
      clearTimeout(waiting.get(id))
      waiting.delete(id)
      const answer = await ask('drafts.save', { id, text: get().texts[id] ?? '' })
      // A draft whose conversation is gone has nowhere to be kept.
      if (!answer.ok && answer.error.code === 'not_found') return
      if (!answer.ok) {
        failing = true
        notices.getState().setProblem(answer.error)
        // A newer text that already waits saves itself, and this one with it.
        if (!waiting.has(id)) saveIn(id, RETRY)
      } else if (failing && waiting.size === 0) {
        failing = false
        notices.getState().setProblem(null)
      }
    }

    return {
      texts: {},
      async load(id) {
        if (id in get().texts) return
        const answer = await ask('drafts.get', { id })
        // What was typed before the answer came is newer than the answer.
        if (answer.ok && !(id in get().texts)) put(id, answer.value?.text ?? '')
      },
      edit(id, text) {
        put(id, text)
        saveIn(id, DELAY)
      },
      take(id) {
        const text = get().texts[id] ?? ''
        clearTimeout(waiting.get(id))
        waiting.delete(id)
        put(id, '')
        return text
      },
      sent: (id) => saveIn(id, 0),
      giveBack(id, text) {
        if (text === '') return
        const since = get().texts[id]
        get().edit(id, since ? `${text}\n${since}` : text)
      },
      async flush() {
        await Promise.all([...waiting.keys()].map(save))
      },
      apply(event) {
        if (event.name !== 'conversation.purged') return
        const gone = new Set<string>(event.value.ids)
        for (const id of gone) clearTimeout(waiting.get(id))
        set(({ texts }) => ({
          texts: Object.fromEntries(Object.entries(texts).filter(([id]) => !gone.has(id))),
        }))
      },
    }
  })
}

export type DraftsStore = ReturnType<typeof createDrafts>

export const useDrafts = createDrafts(call, useNotices)
