import type { Conversation } from '@contract/entities'
import type { EventMessage } from '@contract/events'
import type { ConversationFilter } from '@contract/library'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { createChanges } from './conversationChanges'
import type { Changes } from './conversationChanges'
import { allChats, inTrash, keyOf } from './filters'
import { useLibrary } from './library'
import type { LibraryStore } from './library'
import { createMeanwhile } from './meanwhile'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'
import { createOverlay } from './overlay'
import { isSame, mapLists, placed, untagged, without } from './lists'
import type { List } from './lists'
import { emptyPage, extendPage } from './pages'
import type { Page } from './pages'
import { sameTree } from './projectTree'
import { useSettings } from './settings'
import type { SettingsStore } from './settings'

const PAGE = 100

export interface ModelChoice {
  providerId: string | null
  model: string | null
}

/** What the sidebar's list is narrowed to; its order is a setting. */
export type Scope = Omit<ConversationFilter, 'sort'>

interface Conversations extends Changes {
  byId: Readonly<Record<string, Conversation>>
  /** What the sidebar's list shows. */
  filter: ConversationFilter
  /** The lists that have been read, by their filter. */
  lists: Readonly<Record<string, List>>
  /** The conversation in the window; null is a new chat. */
  openId: string | null
  /** Chosen for the new chat, which has no row to keep it. */
  newChatModel: ModelChoice | null
  show: (scope: Partial<Scope>) => void
  loadMore: (filter: ConversationFilter) => Promise<void>
  /** Opens what was open when the program ended. */
  reopen: (id: string) => Promise<void>
  open: (id: string | null) => void
  /** Shows a conversation whose first question is on its way; it is remembered once it exists. */
  begin: (id: string) => void
  chooseModel: (choice: ModelChoice) => void
  /** Shows what main has saved. */
  take: (saved: readonly Conversation[]) => void
  apply: (event: EventMessage) => void
}

export function createConversations(
  ask: Call,
  notices: NoticesStore,
  settings: SettingsStore,
  library: LibraryStore,
) {
  const rows = createOverlay<Conversation>()
  const meanwhile = createMeanwhile<Conversation>()
  /** The lists of which a page is on its way; an answer for another object is too late. */
  const reading = new Map<string, object>()
  let begun: string | null = null

  const store = create<Conversations>()((set, get) => {
    function show(changed: readonly (Conversation | undefined)[]) {
      const before = get().byId
      // What was shown before main agreed is told once more for each, which is nothing new.
      const fresh = changed
        .filter((each) => each !== undefined)
        .filter((each) => !isSame(before[each.id], each))
      if (fresh.length === 0) return
      const { projects } = library.getState()
      set((state) => {
        const byId = { ...before, ...Object.fromEntries(fresh.map((each) => [each.id, each])) }
        const place = (list: List) => placed(list, before, byId, fresh, projects)
        return { byId, lists: mapLists(state.lists, place) }
      })
    }

    function setFilter(filter: ConversationFilter) {
      set({ filter })
      if (!shownList(get()).loaded) void get().loadMore(filter)
    }

    /** Forgets lists that a change elsewhere has made wrong, and reads the one in sight again. */
    function readAgain(wrong: (filter: ConversationFilter) => boolean) {
      const { filter, lists } = get()
      const stays = Object.entries(lists).filter(
        ([key, list]) => key === keyOf(filter) || !wrong(list.filter),
      )
      for (const [key, list] of Object.entries(lists)) if (wrong(list.filter)) reading.delete(key)
      set({ lists: Object.fromEntries(stays) })
      if (wrong(filter)) void read(filter, true)
    }

    async function read(filter: ConversationFilter, anew: boolean) {
      const key = keyOf(filter)
      const turn = {}
      reading.set(key, turn)
      const after = anew ? null : (get().lists[key]?.next ?? null)
      const pending = rows.pending()
      const { answer, told } = await meanwhile.during(() =>
        ask('conversations.list', { filter, after, limit: PAGE }),
      )
      if (reading.get(key) !== turn) return
      reading.delete(key)
      if (!answer.ok) {
        notices.getState().tell({ text: 'sidebar:notices.listNotLoaded', failure: answer.error })
        return
      }
      const news = answer.value.items.filter(({ id }) => !told.has(id))
      const shown = news.map((item) => rows.save(item.id, item))
      // A page may know of a change before its event does: the other lists are to follow then, too.
      show(shown)
      // Changes that main had not made yet when it answered, or was telling just then.
      const changed = new Set([...pending, ...rows.pending(), ...told.keys()])
      set(({ lists, byId }) => {
        const before = anew ? emptyPage : (lists[key] ?? emptyPage)
        const list = { ...extendPage(before, shown, answer.value.next), filter }
        const newer = [...changed].flatMap((id) => byId[id] ?? [])
        return {
          lists: { ...lists, [key]: placed(list, {}, byId, newer, library.getState().projects) },
        }
      })
    }

    const changes = createChanges(ask, notices, {
      rows,
      show,
      byId: () => get().byId,
      openId: () => get().openId,
      open: (id) => get().open(id),
    })

    settings.subscribe(({ value }) => {
      const { filter } = get()
      if (value && value.listSort !== filter.sort) setFilter({ ...filter, sort: value.listSort })
    })

    library.subscribe(({ projects, tags }, before) => {
      const { filter } = get()
      const { projectId, tagId } = filter
      const gone =
        (projectId !== null && projects[projectId]?.deletedAt !== null) ||
        (tagId !== null && !(tagId in tags))
      if (gone) setFilter({ ...allChats, sort: filter.sort })
      if (!sameTree(before.projects, projects)) readAgain((each) => each.projectId !== null)
    })

    return {
      ...changes,
      byId: {},
      filter: allChats,
      lists: {},
      openId: null,
      newChatModel: null,

      show: (scope) => setFilter({ ...allChats, ...scope, sort: get().filter.sort }),

      async loadMore(filter) {
        const list = get().lists[keyOf(filter)]
        if (reading.has(keyOf(filter)) || (list?.loaded && !list.next)) return
        await read(filter, false)
      },

      async reopen(id) {
        const before = get().openId
        const { answer, told } = await meanwhile.during(() => ask('conversations.get', { id }))
        if (!answer.ok && answer.error.code !== 'not_found') return
        const row = told.has(id) ? told.get(id) : answer.ok && answer.value
        const isThere = row && row.deletedAt === null
        if (isThere) show([rows.save(id, row)])
        if (get().openId === before) set({ openId: isThere ? id : null })
      },

      open(id) {
        if (id === get().openId) return
        set({ openId: id, newChatModel: null })
        void settings.getState().update({ openConversationId: id })
      },

      begin(id) {
        begun = id
        set({ openId: id })
      },

      chooseModel(choice) {
        const { openId } = get()
        if (openId) void get().update(openId, choice)
        else set({ newChatModel: choice })
      },

      take(saved) {
        for (const each of saved) meanwhile.tell(each.id, each)
        show(saved.map((each) => rows.save(each.id, each)))
        if (begun === null || get().openId !== begun) return
        if (!saved.some(({ id }) => id === begun)) return
        void settings.getState().update({ openConversationId: begun })
        begun = null
        set({ newChatModel: null })
      },

      apply(event) {
        if (event.name === 'conversation.saved') get().take([event.value])
        else if (event.name === 'tag.removed') {
          const changed = untagged(get().byId, event.value.id)
          show(changed.map((each) => rows.save(each.id, each)))
        }
        if (event.name === 'library.changed') {
          readAgain(() => true)
          const { openId, reopen } = get()
          // What was just begun is not there yet.
          if (openId && openId !== begun) void reopen(openId)
        }
        if (event.name !== 'conversation.purged') return
        const gone = new Set<string>(event.value.ids)
        for (const id of gone) {
          rows.forget(id)
          meanwhile.tell(id, null)
        }
        set(({ byId, lists, openId }) => ({
          ...without(gone, byId, lists),
          openId: openId && gone.has(openId) ? null : openId,
        }))
      },
    }
  })
  return store
}

type Known = Pick<Conversations, 'lists' | 'filter'>

/** The list in the sidebar. */
export function shownList({ lists, filter }: Known): Page {
  return lists[keyOf(filter)] ?? emptyPage
}

export function trashList({ lists }: Known): Page {
  return lists[keyOf(inTrash)] ?? emptyPage
}

export type ConversationsStore = ReturnType<typeof createConversations>

export const useConversations = createConversations(call, useNotices, useSettings, useLibrary)
