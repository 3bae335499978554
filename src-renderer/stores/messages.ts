import type { Message } from '@contract/entities'
import type { Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { createAppender } from './appended'
import { useConversations } from './conversations'
import type { ConversationsStore, ModelChoice } from './conversations'
import { useDraftFiles } from './draftFiles'
import type { DraftFilesStore } from './draftFiles'
import { useDrafts } from './drafts'
import type { DraftsStore } from './drafts'
import { newId } from './ids'
import { createMeanwhile } from './meanwhile'
import { useNotices } from './notices'
import type { Notice, NoticesStore } from './notices'
import { createReader } from './reader'
import { emptyThread, lastIdOf, withSaved } from './thread'
import type { Thread } from './thread'

/** Beyond this many messages in memory, those of chats that are not open are let go. */
const KEPT = 3000

interface Held {
  byId: Readonly<Record<string, Message>>
  threads: Readonly<Record<string, Thread>>
  /** The reply that is being written in a conversation. */
  running: Readonly<Record<string, string>>
}

interface Messages extends Held {
  load: (conversationId: string) => Promise<void>
  /** Says which positions are on screen: what is missing there is read. */
  watch: (conversationId: string, first: number, last: number) => void
  /** Reads what is around a message and says at which position of the branch it is. */
  find: (conversationId: string, id: string) => Promise<number | null>
  /** `model` is what a new chat begins with. */
  send: (model: ModelChoice) => Promise<void>
  edit: (id: string, text: string) => Promise<boolean>
  regenerate: (id: string) => Promise<void>
  continueReply: (id: string) => Promise<void>
  stop: (conversationId: string) => Promise<void>
  /** Shows the branch that a message lies on. Says whether main agreed. */
  show: (id: string) => Promise<boolean>
  remove: (id: string, scope: 'one' | 'below') => Promise<boolean>
  apply: (event: EventMessage) => void
}

export function createMessages(
  ask: Call,
  notices: NoticesStore,
  conversations: ConversationsStore,
  drafts: DraftsStore,
  draftFiles: DraftFilesStore,
) {
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

    const meanwhile = createMeanwhile<Message>()
    const reader = createReader(ask, {
      meanwhile,
      thread: (id) => get().threads[id],
      byId: () => get().byId,
      keep,
      setThread,
    })
    const append = createAppender(ask, {
      meanwhile,
      get: (id) => get().byId[id],
      put: (each) => keep([each]),
    })

    return {
      byId: {},
      threads: {},
      running: {},

      load(conversationId) {
        set((state) => withoutOld(state, conversationId))
        return reader.read(conversationId)
      },
      watch: reader.watch,
      find: reader.find,

      async send(choice) {
        const openId = conversations.getState().openId
        // Sent before the branch is read, a question would begin a second branch at the root.
        if (openId && !get().threads[openId]?.loaded) await reader.read(openId)
        const conversationId = openId ?? newId()
        const draft = openId ?? 'new'
        const text = drafts.getState().take(draft)
        const files = draftFiles.getState().take(draft)
        const id = newId()
        const parentId = lastIdOf(get().threads[conversationId] ?? emptyThread) ?? null
        const unsent = { id, text, files: files.map(({ name }) => name) }
        setThread(conversationId, (thread) => ({ ...thread, unsent, loaded: true }))
        if (!openId) conversations.getState().begin(conversationId)

        const answer = await ask('messages.send', {
          conversationId,
          conversation: openId
            ? null
            : {
                id: conversationId,
                projectId: conversations.getState().filter.projectId,
                instructions: '',
                parameters: null,
                ...choice,
              },
          parentId,
          id,
          replyId: newId(),
          text,
          attachmentIds: files.map((file) => file.id),
        })
        if (answer.ok) return drafts.getState().sent(draft)
        setThread(conversationId, (thread) => ({ ...thread, unsent: null }))
        const shown = conversations.getState()
        if (!openId && shown.openId === conversationId) shown.open(null)
        drafts.getState().giveBack(draft, text)
        draftFiles.getState().giveBack(draft, files)
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

      show: async (id) => tell('chat:notices.notShown', await ask('messages.show', { id })),

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
        else if (event.name === 'library.changed') {
          const openId = conversations.getState().openId ?? ''
          set((state) => only(state, openId))
          void reader.readAgain(openId)
        } else if (event.name === 'path.changed') void reader.readAgain(event.value.conversationId)
        else if (event.name === 'message.saved') {
          const message = event.value
          meanwhile.tell(message.id, message)
          set(({ running }) => ({ running: withRunning(running, message) }))
          if (!get().threads[message.conversationId]) return
          keep([message])
          setThread(message.conversationId, (thread) => withSaved(thread, message))
        }
      },
    }
  })
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

/** Lets go of chats that were open before, once they hold too much. */
function withoutOld(held: Held, opened: string): Partial<Held> {
  return Object.keys(held.byId).length < KEPT ? {} : only(held, opened)
}

/** The chat that is open, and those that are being written. */
function only({ byId, threads, running }: Held, opened: string): Partial<Held> {
  const stays = (id: string) => id === opened || id in running
  return {
    threads: Object.fromEntries(Object.entries(threads).filter(([id]) => stays(id))),
    byId: Object.fromEntries(
      Object.entries(byId).filter(([, message]) => stays(message.conversationId)),
    ),
  }
}

export const useMessages = createMessages(
  call,
  useNotices,
  useConversations,
  useDrafts,
  useDraftFiles,
)
