import type { Conversation, ConversationPatch } from '@contract/entities'
import type { Failure } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { newId } from './ids'
import { createMeanwhile } from './meanwhile'
import { useNotices } from './notices'
import type { Notice, NoticesStore } from './notices'
import { createOverlay } from './overlay'
import { emptyPage, extendPage, place } from './pages'
import type { Page } from './pages'
import { useSettings } from './settings'
import type { SettingsStore } from './settings'

const PAGE = 100

export interface ModelChoice {
  providerId: string | null
  model: string | null
}

interface Conversations {
  byId: Readonly<Record<string, Conversation>>
  list: Page
  trash: Page
  /** The conversation in the window; null is a new chat. */
  openId: string | null
  /** Chosen for the new chat, which has no row to keep it. */
  newChatModel: ModelChoice | null
  loadMore: (which: 'list' | 'trash') => Promise<void>
  /** Opens what was open when the program ended. */
  reopen: (id: string) => Promise<void>
  open: (id: string | null) => void
  /** Shows a conversation whose first question is on its way; it is remembered once it exists. */
  begin: (id: string) => void
  chooseModel: (choice: ModelChoice) => void
  update: (id: string, patch: ConversationPatch) => Promise<void>
  remove: (id: string) => Promise<void>
  restore: (id: string) => Promise<boolean>
  purge: (ids: string[]) => Promise<void>
  emptyTrash: () => Promise<void>
  duplicate: (id: string) => Promise<void>
  fork: (id: string, messageId: string) => Promise<void>
  apply: (event: EventMessage) => void
}

export function createConversations(ask: Call, notices: NoticesStore, settings: SettingsStore) {
  const rows = createOverlay<Conversation>()
  const meanwhile = createMeanwhile<Conversation>()
  const reading = new Set<string>()
  let begun: string | null = null

  return create<Conversations>()((set, get) => {
    function show(conversation: Conversation | undefined) {
      if (!conversation) return
      set((state) => {
        const byId = { ...state.byId, [conversation.id]: conversation }
        const deleted = conversation.deletedAt !== null
        return {
          byId,
          list: place(state.list, byId, conversation, !deleted),
          trash: place(state.trash, byId, conversation, deleted),
        }
      })
    }

    function refuse(text: Notice['text'], failure: Failure) {
      notices.getState().tell({ text, failure })
    }

    /** Shows a change at once and takes it back if main refuses it. */
    async function propose(
      id: string,
      patch: Partial<Conversation>,
      request: () => ReturnType<typeof ask<'conversations.update'>>,
      text: Notice['text'],
    ) {
      show(rows.propose(id, patch))
      const answer = await request()
      show(rows.settle(id, patch, answer.ok))
      if (!answer.ok) refuse(text, answer.error)
      return answer.ok
    }

    return {
      byId: {},
      list: emptyPage,
      trash: emptyPage,
      openId: null,
      newChatModel: null,

      async loadMore(which) {
        const page = get()[which]
        if (reading.has(which) || (page.loaded && !page.next)) return
        reading.add(which)
        const query = { trash: which === 'trash', after: page.next, limit: PAGE }
        const { answer, told } = await meanwhile.during(() => ask('conversations.list', query))
        reading.delete(which)
        if (!answer.ok) return refuse('sidebar:notices.listNotLoaded', answer.error)
        const { items, next } = answer.value
        const news = items.filter(({ id }) => !told.has(id))
        const shown = news.map((item) => rows.save(item.id, item))
        set((state) => ({
          byId: { ...state.byId, ...Object.fromEntries(shown.map((item) => [item.id, item])) },
          [which]: extendPage(state[which], shown, next),
        }))
        for (const [id, row] of told) show(row ? rows.save(id, row) : undefined)
      },

      async reopen(id) {
        const { answer, told } = await meanwhile.during(() => ask('conversations.get', { id }))
        const row = told.has(id) ? told.get(id) : answer.ok && answer.value
        if (!row || row.deletedAt !== null) return
        show(rows.save(id, row))
        set({ openId: id })
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

      async update(id, patch) {
        await propose(
          id,
          patch,
          () => ask('conversations.update', { id, patch }),
          'sidebar:notices.conversationNotSaved',
        )
      },

      async remove(id) {
        const title = get().byId[id]?.title ?? ''
        const wasOpen = get().openId === id
        if (wasOpen) get().open(null)
        const done = await propose(
          id,
          { deletedAt: Date.now() },
          () => ask('conversations.delete', { id }),
          'sidebar:notices.conversationNotDeleted',
        )
        if (!done && wasOpen) get().open(id)
        if (!done) return
        const undo = async () => {
          if ((await get().restore(id)) && wasOpen) get().open(id)
        }
        notices.getState().tell({
          text: 'sidebar:notices.conversationDeleted',
          values: { title },
          undo: () => void undo(),
        })
      },

      restore: (id) =>
        propose(
          id,
          { deletedAt: null },
          () => ask('conversations.restore', { id }),
          'sidebar:notices.conversationNotRestored',
        ),

      async purge(ids) {
        const answer = await ask('conversations.purge', { ids })
        if (!answer.ok) return refuse('sidebar:notices.conversationNotPurged', answer.error)
        notices
          .getState()
          .tell({ text: 'sidebar:notices.conversationsPurged', values: { count: ids.length } })
      },

      async emptyTrash() {
        const answer = await ask('conversations.emptyTrash')
        if (!answer.ok) return refuse('sidebar:notices.conversationNotPurged', answer.error)
        notices
          .getState()
          .tell({ text: 'sidebar:notices.conversationsPurged', values: answer.value })
      },

      async duplicate(id) {
        const answer = await ask('conversations.duplicate', { id, newId: newId() })
        if (!answer.ok) return refuse('sidebar:notices.conversationNotDuplicated', answer.error)
        show(rows.save(answer.value.id, answer.value))
        get().open(answer.value.id)
      },

      async fork(id, messageId) {
        const answer = await ask('conversations.fork', { id, messageId, newId: newId() })
        if (!answer.ok) return refuse('sidebar:notices.conversationNotForked', answer.error)
        show(rows.save(answer.value.id, answer.value))
        get().open(answer.value.id)
        notices.getState().tell({ text: 'sidebar:notices.conversationForked' })
      },

      apply(event) {
        if (event.name === 'conversation.saved') {
          const saved = event.value
          meanwhile.tell(saved.id, saved)
          show(rows.save(saved.id, saved))
          if (saved.id !== begun || get().openId !== begun) return
          begun = null
          set({ newChatModel: null })
          void settings.getState().update({ openConversationId: saved.id })
        }
        if (event.name !== 'conversation.purged') return
        const gone = new Set<string>(event.value.ids)
        for (const id of gone) {
          rows.forget(id)
          meanwhile.tell(id, null)
        }
        const without = (page: Page) => ({ ...page, ids: page.ids.filter((id) => !gone.has(id)) })
        set((state) => ({
          byId: Object.fromEntries(Object.entries(state.byId).filter(([id]) => !gone.has(id))),
          list: without(state.list),
          trash: without(state.trash),
          openId: state.openId && gone.has(state.openId) ? null : state.openId,
        }))
      },
    }
  })
}

export type ConversationsStore = ReturnType<typeof createConversations>

export const useConversations = createConversations(call, useNotices, useSettings)
