import type { Attachment } from '@contract/attachments'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'

/** How many are asked for at once. */
const MOST = 200

interface Attachments {
  /** What is known of the files of messages; null for one that main does not know. */
  byId: Readonly<Record<string, Attachment | null>>
  /** Reads what is not known yet: all that are wanted in one moment by one call. */
  need: (id: string) => void
  keep: (found: readonly Attachment[]) => void
  /** Has the content read whole, because it could not be shown. */
  check: (id: string) => Promise<void>
}

export function createAttachments(ask: Call) {
  const wanted = new Set<string>()

  return create<Attachments>()((set, get) => {
    async function read() {
      const ids = [...wanted].slice(0, MOST)
      const answer = await ask('attachments.get', { ids })
      for (const id of ids) wanted.delete(id)
      if (answer.ok) {
        const none = Object.fromEntries(ids.map((id) => [id, null]))
        set(({ byId }) => ({ byId: { ...none, ...byId } }))
        get().keep(answer.value)
      }
      if (wanted.size > 0) await read()
    }

    return {
      byId: {},
      need(id) {
        if (id in get().byId || wanted.has(id)) return
        wanted.add(id)
        if (wanted.size === 1) queueMicrotask(() => void read())
      },
      keep(found) {
        set(({ byId }) => ({
          byId: { ...byId, ...Object.fromEntries(found.map((each) => [each.id, each])) },
        }))
      },
      async check(id) {
        const known = get().byId[id]
        const answer = await ask('attachments.check', { id })
        if (known && answer.ok) get().keep([{ ...known, state: answer.value }])
      },
    }
  })
}

export const useAttachments = createAttachments(call)
