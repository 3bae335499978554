import type { FoundWord } from '@contract/search'
import { create } from 'zustand'

/** A message to be brought into sight, and which of its marked words. */
export interface Target {
  conversationId: string
  messageId: string
  words: readonly FoundWord[]
  /** The how manieth mark of the message. */
  at: number
  /** Whether the message takes the focus: a search leads to it, the find bar only shows it. */
  focus: boolean
}

/** Words that are marked in a chat. */
interface Marks {
  conversationId: string
  words: readonly FoundWord[]
  /** The one of them that the reader stands at. */
  current: { messageId: string; at: number } | null
}

interface Found {
  /** Where the chat has to go; null when it is there. */
  target: Target | null
  marks: Marks | null
  /** The chat that was opened from the results, from which one can go back to them. */
  opened: string | null
  land: (target: Target) => void
  landed: (target: Target) => void
  mark: (marks: Marks | null) => void
  open: (conversationId: string | null) => void
  /** Takes the marks away, of this chat or of any. Says whether there were some. */
  clear: (conversationId?: string) => boolean
}

/** What was searched for and is being shown; none of it outlives the window. */
export const createFound = () =>
  create<Found>()((set, get) => ({
    target: null,
    marks: null,
    opened: null,
    land: (target) => set({ target }),
    landed: (target) => get().target === target && set({ target: null }),
    mark: (marks) => set({ marks }),
    open: (opened) => set({ opened }),
    clear(conversationId) {
      const { target, marks } = get()
      const goes = (each: { conversationId: string } | null) =>
        each !== null && (conversationId ?? each.conversationId) === each.conversationId
      set({ target: goes(target) ? null : target, marks: goes(marks) ? null : marks })
      return goes(marks)
    },
  }))

export type FoundStore = ReturnType<typeof createFound>

export const useFound = createFound()
