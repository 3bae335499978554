import type { Failure } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import type { IndexProgress, SearchCursor, SearchHit, SearchPage } from '@contract/search'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'

/** Long enough for two letters in one, short enough not to be felt. */
const DELAY = 25
/** As many hits are read before the reader has to ask for more. */
const BATCH = 50

/** A hit, and with which batch it came: within one, hits are put together by conversation. */
export type Hit = SearchHit & { batch: number }

type Order = 'newest' | 'relevance'

/** How the list of results stood, for coming back to it. */
export interface Place {
  offset: number
  /** The option with the focus, by its key. */
  option: string | null
}

const start: Place = { offset: 0, option: null }

interface Search {
  text: string
  order: Order
  /** The words that `hits` answer; while a new answer is on its way these are the former ones. */
  answered: string
  hits: readonly Hit[]
  next: SearchCursor | null
  total: SearchPage['total']
  incomplete: boolean
  /** Counts the answers: with another one the list begins anew, at its top. */
  round: number
  searching: boolean
  failure: Failure | null
  /** Groups of which all hits are shown, by their key. */
  expanded: ReadonlySet<string>
  progress: IndexProgress | null
  place: Place
  type: (text: string) => void
  sort: (order: Order) => void
  /** Asks the same again, as after a failure. */
  again: () => void
  more: () => Promise<void>
  expand: (group: string) => void
  keepPlace: (place: Partial<Place>) => void
  loadProgress: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createSearch(ask: Call) {
  let waiting: ReturnType<typeof setTimeout> | undefined
  /** Counts the questions: an answer to a former one is dropped. */
  let question = 0

  return create<Search>()((set, get) => {
    /** Reads on until a batch is full or the search has ended, unless another question comes. */
    async function read(asked: number, after: SearchCursor | null) {
      const { text, order } = get()
      let wanted = BATCH
      let next = after
      let fresh = after === null
      let batch = fresh ? 0 : (get().hits.at(-1)?.batch ?? 0) + 1
      set({ searching: true, failure: null })
      do {
        const answer = await ask('search.run', { text, order, after: next, limit: wanted })
        if (asked !== question) return
        if (!answer.ok) {
          // Its cursor stays, so that trying again goes on where it failed.
          if (fresh) set({ hits: [], next: null, total: none, answered: text })
          return set({ searching: false, failure: answer.error })
        }
        const page = answer.value
        next = page.next
        wanted -= page.hits.length
        const ended = next === null
        if (!fresh && isReading()) batch += 1
        const hits = page.hits.map((hit) => ({ ...hit, batch }))
        // The former results stay until there is something to show instead.
        if (fresh && hits.length === 0 && !ended) continue
        if (fresh) begin(hits)
        else set((state) => ({ hits: [...state.hits, ...hits] }))
        set({ next, total: totalOf(page), incomplete: page.incomplete })
        fresh = false
      } while (next && wanted > 0)
      set({ searching: false })
      if (get().incomplete) void get().loadProgress()
    }

    function begin(hits: readonly Hit[]) {
      const round = get().round + 1
      const { text: answered } = get()
      set({ hits, answered, round, expanded: new Set(), place: start, total: none })
    }

    /** A page only knows its own hits: once all are here, they are counted. */
    function totalOf({ next, total }: SearchPage) {
      const { hits, order, total: before } = get()
      if (next === null && order === 'newest') return { count: hits.length, exact: true }
      const least = hits.length === 0 ? 0 : before.count
      return { count: Math.max(hits.length, total.count, least), exact: total.exact }
    }

    /** Whether the reader is somewhere in the results, which must then stay where they are. */
    function isReading() {
      const { offset, option } = get().place
      return offset > 0 || option !== null
    }

    function run() {
      clearTimeout(waiting)
      question += 1
      if (get().text.trim() !== '') return void read(question, null)
      set({ answered: '', hits: [], next: null, total: none, searching: false, place: start })
      set({ failure: null, incomplete: false })
    }

    return {
      text: '',
      order: 'newest',
      answered: '',
      hits: [],
      next: null,
      total: none,
      incomplete: false,
      round: 0,
      searching: false,
      failure: null,
      expanded: new Set(),
      progress: null,
      place: start,

      type(text) {
        if (text === get().text) return
        const same = text.trim() === get().text.trim()
        set({ text })
        if (same) return
        // What is on its way answers a former question from now on.
        question += 1
        clearTimeout(waiting)
        if (text.trim() === '') return run()
        set({ searching: true })
        waiting = setTimeout(run, DELAY)
      },
      sort(order) {
        if (order === get().order) return
        set({ order })
        run()
      },
      again: run,
      async more() {
        const { next, searching } = get()
        if (next && !searching) await read(question, next)
      },
      expand: (group) => set(({ expanded }) => ({ expanded: new Set(expanded).add(group) })),
      keepPlace: (place) => set((state) => ({ place: { ...state.place, ...place } })),
      async loadProgress() {
        const answer = await ask('search.progress')
        if (answer.ok) set({ progress: answer.value })
      },
      apply(event) {
        if (event.name !== 'index.changed') return
        const { progress } = event.value
        set({ progress })
        const { incomplete, searching } = get()
        if (progress === null && incomplete && !searching && !isReading()) run()
      },
    }
  })
}

const none = { count: 0, exact: true }

export const useSearch = createSearch(call)
