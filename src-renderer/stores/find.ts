import type { Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import type { Found } from '@contract/search'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { useFound } from './found'
import type { FoundStore } from './found'

const DELAY = 80

type Match = Found['matches'][number]

/** An occurrence: the how manieth of a message. */
interface Spot {
  messageId: string
  at: number
}

interface Find {
  /** The chat whose bar is open. */
  conversationId: string | null
  text: string
  /** The messages with the words, in order, as far as they have been read. */
  matches: readonly Match[]
  current: Spot | null
  searching: boolean
  open: (conversationId: string) => void
  close: () => void
  /** `near` is the order of the message that is on screen: the first match from there on is shown. */
  type: (text: string, near: number) => void
  step: (by: 1 | -1) => void
  apply: (event: EventMessage) => void
}

export function createFind(ask: Call, found: FoundStore) {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let question = 0

  return create<Find>()((set, get) => {
    function show(current: Spot | null, jump: boolean) {
      set({ current })
      const { conversationId, matches } = get()
      if (!conversationId) return
      const all = matches.flatMap((match) => match.found)
      const words = [...new Map(all.map((word) => [word.text, word])).values()]
      found.getState().mark(words.length > 0 ? { conversationId, words, current } : null)
      if (current && jump)
        found.getState().land({ conversationId, words, ...current, focus: false })
    }

    /** Reads all matches; the one to begin with is shown as soon as it is known. */
    async function read(near: number | null) {
      clearTimeout(waiting)
      const asked = ++question
      const { conversationId, text } = get()
      if (!conversationId || text.trim() === '') return
      let after: number | null = null
      const known: Match[] = []
      let placed = near === null
      do {
        const answer: Result<Found> = await ask('search.find', { conversationId, text, after })
        if (asked !== question) return
        if (!answer.ok) break
        after = answer.value.next
        known.push(...answer.value.matches)
        // A search that is made again keeps the former numbers until it is through.
        if (near === null && after !== null) continue
        const matches = [...known]
        set({ matches })
        const first = matches.find((match) => match.seq >= (near ?? 0))
        const begin = placed ? null : (first ?? (after === null ? matches.at(-1) : undefined))
        const before = placed ? kept(get().current, matches) : null
        if (begin) placed = true
        show(begin ? { messageId: begin.messageId, at: 0 } : before, begin != null)
      } while (after !== null)
      set({ searching: false })
    }

    return {
      conversationId: null,
      text: '',
      matches: [],
      current: null,
      searching: false,

      open(conversationId) {
        if (get().conversationId !== conversationId) set({ ...nothing, conversationId })
      },
      close() {
        question += 1
        clearTimeout(waiting)
        const { conversationId } = get()
        if (conversationId) found.getState().clear(conversationId)
        set({ ...nothing, conversationId: null })
      },
      type(text, near) {
        question += 1
        clearTimeout(waiting)
        const searching = text.trim() !== ''
        set({ text, searching })
        if (searching) waiting = setTimeout(() => void read(near), DELAY)
        else {
          set(nothing)
          found.getState().clear()
        }
      },
      step(by) {
        const { matches, current } = get()
        const next = neighbour(matches, current, by)
        if (next) show(next, true)
      },
      apply(event) {
        // A reply that is being written is searched when it is complete.
        const ended = event.name === 'message.saved' && event.value.status !== 'streaming'
        if (!ended && event.name !== 'path.changed') return
        const { conversationId, text, searching } = get()
        if (event.value.conversationId !== conversationId) return
        if (text.trim() !== '' && !searching) void read(null)
      },
    }
  })
}

const nothing = { matches: [], current: null, searching: false }

/** The occurrence of before, where it still is; else the first. */
function kept(current: Spot | null, matches: readonly Match[]): Spot | null {
  if (!current) return null
  const match = matches.find(({ messageId }) => messageId === current.messageId)
  if (match) return { ...current, at: Math.min(current.at, match.count - 1) }
  return matches[0] ? { messageId: matches[0].messageId, at: 0 } : null
}

/** The next occurrence, or the one before; after the last comes the first. */
function neighbour(matches: readonly Match[], current: Spot | null, by: 1 | -1): Spot | null {
  const index = matches.findIndex(({ messageId }) => messageId === current?.messageId)
  const match = matches[index]
  const at = (current?.at ?? 0) + by
  if (match && at >= 0 && at < match.count) return { messageId: match.messageId, at }
  const other = matches.at((index < 0 ? (by === 1 ? 0 : -1) : index + by) % matches.length)
  return other ? { messageId: other.messageId, at: by === 1 ? 0 : other.count - 1 } : null
}

/** How many occurrences are known, and the number of the current one; 0 where there is none. */
export function numbersOf({ matches, current }: Pick<Find, 'matches' | 'current'>) {
  let total = 0
  let number = 0
  for (const { messageId, count } of matches) {
    if (messageId === current?.messageId) number = total + current.at + 1
    total += count
  }
  return { total, number }
}

export const useFind = createFind(call, useFound)
