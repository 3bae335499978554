import type { Message } from '@contract/entities'
import type { Failure, Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { withAppended } from './appended'
import type { Appended } from './appended'
import { useConversations } from './conversations'
import type { ConversationsStore, ModelChoice } from './conversations'
import { useDrafts } from './drafts'
import type { DraftsStore } from './drafts'
import { newId } from './ids'
import { useNotices } from './notices'
import type { Notice, NoticesStore } from './notices'
import { emptyThread, lastIdOf, withSaved, withWindow } from './thread'
import type { Thread } from './thread'

const WINDOW = 100

interface Messages {
  byId: Readonly<Record<string, Message>>
  threads: Readonly<Record<string, Thread>>
  /** The reply that is being written in a conversation. */
  running: Readonly<Record<string, string>>
  load: (conversationId: string) => Promise<void>
  /** Says which positions are on screen: what is missing there is read. */
  watch: (conversationId: string, first: number, last: number) => void
  /** Reads back through the branch until the message is found. */
  find: (conversationId: string, id: string) => Promise<number | null>
  send: (model: ModelChoice) => Promise<void>
  edit: (id: string, text: string) => Promise<boolean>
  regenerate: (id: string) => Promise<void>
  continueReply: (id: string) => Promise<void>
  stop: (conversationId: string) => Promise<void>
  show: (id: string) => Promise<void>
  remove: (id: string, scope: 'one' | 'below') => Promise<boolean>
  apply: (event: EventMessage) => void
}

export function createMessages(
  ask: Call,
  notices: NoticesStore,
  conversations: ConversationsStore,
  drafts: DraftsStore,
) {
  const reading = new Set<string>()
  const onScreen = new Map<string, number>()
  const branchOf = new Map<string, number>()
  /** Text that arrives for a message while it is being read again. */
  const arrived = new Map<string, Appended[]>()

  return create<Messages>()((set, get) => {
    function setThread(id: string, change: (thread: Thread) => Thread) {
      set(({ threads }) => {
        const before = threads[id] ?? emptyThread
        const after = change(before)
        return after === before ? {} : { threads: { ...threads, [id]: after } }
      })
    }

    function tell(text: Notice['text'], answer: Result<unknown>) {
      if (!answer.ok) notices.getState().tell({ text, failure: answer.error })
      return answer.ok
    }

    function keep(messages: readonly Message[]) {
      set(({ byId, running }) => ({
        byId: { ...byId, ...Object.fromEntries(messages.map((each) => [each.id, each])) },
        running: messages.reduce(withRunning, running),
      }))
    }

    /** Reads one window; an answer that a change of branch has overtaken is dropped. */
    async function read(
      conversationId: string,
      from: number | undefined,
      changed: boolean,
      limit = WINDOW,
    ) {
      const key = `${conversationId} ${from ?? 'end'} ${limit}`
      if (reading.has(key) && !changed) return
      const branch = branchOf.get(conversationId) ?? 0
      reading.add(key)
      const answer = await ask('messages.path', { conversationId, from, limit })
      reading.delete(key)
      if (branch !== (branchOf.get(conversationId) ?? 0)) return
      if (!answer.ok) return setThread(conversationId, (thread) => failed(thread, answer.error))
      keep(answer.value.messages)
      setThread(conversationId, (thread) => withWindow(thread, answer.value, get().byId, changed))
    }

    async function readAgain(conversationId: string) {
      const thread = get().threads[conversationId]
      if (!thread) return
      branchOf.set(conversationId, (branchOf.get(conversationId) ?? 0) + 1)
      await read(conversationId, undefined, true)
      const { total } = get().threads[conversationId] ?? emptyThread
      const first = onScreen.get(conversationId) ?? total
      const from = Math.max(0, first - WINDOW / 4)
      if (from < total - WINDOW) await read(conversationId, from, false)
    }

    async function reloadMessage(appended: Appended) {
      arrived.set(appended.id, [appended])
      const answer = await ask('messages.get', { id: appended.id })
      const waiting = arrived.get(appended.id) ?? []
      arrived.delete(appended.id)
      if (!answer.ok) return
      const message = waiting.reduce(
        (whole, each) => withAppended(whole, each) ?? whole,
        answer.value,
      )
      keep([message])
    }

    function append(appended: Appended) {
      const message = get().byId[appended.id]
      if (!message) return
      const waiting = arrived.get(appended.id)
      if (waiting) {
        waiting.push(appended)
        return
      }
      const longer = withAppended(message, appended)
      if (longer) set(({ byId }) => ({ byId: { ...byId, [longer.id]: longer } }))
      else void reloadMessage(appended)
    }

    return {
      byId: {},
      threads: {},
      running: {},

      load: (conversationId) => read(conversationId, undefined, false),

      watch(conversationId, first, last) {
        onScreen.set(conversationId, first)
        const thread = get().threads[conversationId]
        if (!thread?.loaded) return
        for (let at = first; at <= Math.min(last, thread.total - 1); at += 1) {
          if (thread.ids[at] !== undefined) continue
          void read(conversationId, Math.floor(at / WINDOW) * WINDOW, false)
          at = Math.floor(at / WINDOW) * WINDOW + WINDOW - 1
        }
      },

      async find(conversationId, id) {
        for (let end = Infinity; ; end -= 500) {
          const thread = get().threads[conversationId] ?? emptyThread
          const hit = Object.entries(thread.ids).find(([, known]) => known === id)
          if (hit) return Number(hit[0])
          if (thread.failure || end <= 0) return null
          if (end === Infinity) end = thread.total
          await read(conversationId, Math.max(0, end - 500), false, 500)
        }
      },

      async send(choice) {
        const openId = conversations.getState().openId
        const conversationId = openId ?? newId()
        const draft = openId ?? 'new'
        const text = drafts.getState().take(draft)
        const id = newId()
        const parentId = lastIdOf(get().threads[conversationId] ?? emptyThread) ?? null
        setThread(conversationId, (thread) => ({ ...thread, unsent: { id, text }, loaded: true }))
        if (!openId) conversations.getState().open(conversationId)

        const answer = await ask('messages.send', {
          conversationId,
          conversation: openId
            ? null
            : { id: conversationId, instructions: '', parameters: null, ...choice },
          parentId,
          id,
          replyId: newId(),
          text,
        })
        if (answer.ok) return drafts.getState().sent(draft)
        setThread(conversationId, (thread) => ({ ...thread, unsent: null }))
        if (!openId) conversations.getState().open(null)
        drafts.getState().giveBack(draft, text)
        tell('chat:notices.notSent', answer)
      },

      edit: async (id, text) =>
        tell(
          'chat:notices.notEdited',
          await ask('messages.edit', { id, newId: newId(), replyId: newId(), text }),
        ),

      async regenerate(id) {
        tell(
          'chat:notices.notRegenerated',
          await ask('messages.regenerate', { id, replyId: newId() }),
        )
      },

      async continueReply(id) {
        tell('chat:notices.notContinued', await ask('messages.continue', { id }))
      },

      async stop(conversationId) {
        tell('chat:notices.notStopped', await ask('messages.stop', { conversationId }))
      },

      async show(id) {
        tell('chat:notices.notShown', await ask('messages.show', { id }))
      },

      async remove(id, scope) {
        const answer = await ask('messages.delete', { id, scope })
        if (!answer.ok) return tell('chat:notices.messageNotDeleted', answer)
        const { count, ...deletion } = answer.value
        const undo = async () =>
          tell('chat:notices.messageNotRestored', await ask('messages.restore', deletion))
        notices.getState().tell({
          text: 'chat:notices.messagesDeleted',
          values: { count },
          undo: () => void undo(),
        })
        return true
      },

      apply(event) {
        if (event.name === 'message.appended') append(event.value)
        else if (event.name === 'path.changed') void readAgain(event.value.conversationId)
        else if (event.name === 'message.saved') {
          const message = event.value
          set(({ running }) => ({ running: withRunning(running, message) }))
          if (!get().threads[message.conversationId]) return
          keep([message])
          setThread(message.conversationId, (thread) => withSaved(thread, message))
        }
      },
    }
  })
}

function failed(thread: Thread, failure: Failure): Thread {
  return { ...thread, failure }
}

function withRunning(running: Messages['running'], message: Message): Messages['running'] {
  const { conversationId, id, status } = message
  if (status === 'streaming') {
    return running[conversationId] === id ? running : { ...running, [conversationId]: id }
  }
  if (running[conversationId] !== id) return running
  const { [conversationId]: _ended, ...others } = running
  return others
}

export const useMessages = createMessages(call, useNotices, useConversations, useDrafts)
