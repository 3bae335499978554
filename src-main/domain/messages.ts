import type { Id, Message, NewConversation } from '@contract/entities'
import { AppError } from '../errors'
import type { NewMessage } from '../db/messages'
import type { Context, Handlers } from './context'
import { modelOf } from './defaults'
import { requestFor, roomFor } from './prompt'
import { titleFromText } from './titles'
import { runningIn, startTurn, stopIn } from './turn'

export const messageHandlers: Handlers<'messages'> = {
  'messages.path': ({ read }, input) => read.messages.path(input),

  'messages.get': ({ read }, { id }) => read.messages.get(id),

  async 'messages.send'(context, input) {
    if (input.conversation && input.conversation.id !== input.conversationId) {
      throw new AppError('bad_input', 'the new conversation has another id')
    }
    const question = questionOf(input.id, input.parentId, input.text)
    await ask(context, { ...input, question, parentId: input.id })
    const title = titleFromText(input.text)
    const { conversationId } = input
    const named =
      input.conversation && title !== ''
        ? await context.write.conversations.suggestTitle(conversationId, title, 'text')
        : null
    if (named) context.publish('conversation.saved', named)
  },

  async 'messages.edit'(context, { id, newId, replyId, text }) {
    const original = await context.read.messages.get(id)
    if (original.role !== 'user') throw new AppError('bad_input', 'only a question can be edited')
    const { conversationId, parentId } = original
    const question = questionOf(newId, parentId, text)
    await ask(context, { conversationId, conversation: null, question, parentId: newId, replyId })
    context.publish('path.changed', { conversationId })
  },

  async 'messages.regenerate'(context, { id, replyId }) {
    const { role, conversationId, parentId } = await context.read.messages.get(id)
    if (role !== 'assistant' || parentId === null) {
      throw new AppError('bad_input', 'only a reply to a question can be asked for again')
    }
    await ask(context, { conversationId, conversation: null, question: null, parentId, replyId })
    context.publish('path.changed', { conversationId })
  },

  async 'messages.continue'(context, { id }) {
    const { conversationId } = await context.read.messages.get(id)
    refuseWhileRunning(context, conversationId)
    const conversation = await context.read.conversations.get(conversationId)
    const applied = await context.read.defaults.ofConversation(conversationId)
    // Before the reply is opened again: without a model it could not go on.
    modelOf(applied)
    const provider = await context.connect(applied.provider)
    const reply = await context.write.chunks.reopen(id, context.now())
    context.publish('message.saved', reply)
    const branch = await context.read.messages.branchEnd(id, roomFor(applied))
    const request = requestFor({ applied, branch, continuing: true })
    startTurn(context, { conversation, reply, provider, request })
  },

  'messages.stop': (context, { conversationId }) => stopIn(context, conversationId),

  async 'messages.show'(context, { id }) {
    await showPath(context, await context.write.messages.show(id))
  },

  async 'messages.update'(context, { id, patch }) {
    context.publish('message.saved', await context.write.messages.update(id, patch))
  },

  async 'messages.delete'(context, { id, scope }) {
    const { conversationId } = await context.read.messages.get(id)
    await stopIn(context, conversationId)
    const deletion = await context.write.messages.moveToTrash({ id, scope, now: context.now() })
    await showPath(context, conversationId)
    return deletion
  },

  async 'messages.restore'(context, deletion) {
    await stopIn(context, deletion.conversationId)
    await context.write.messages.restore(deletion)
    await showPath(context, deletion.conversationId)
  },
}

interface Question {
  conversationId: Id
  conversation: NewConversation | null
  question: NewMessage | null
  /** What the reply answers. */
  parentId: Id
  replyId: Id
}

/** Writes a question, if there is one, and its empty reply; tells of them; starts the reply. */
async function ask(context: Context, input: Question): Promise<void> {
  const { conversationId } = input
  refuseWhileRunning(context, conversationId)
  const applied = input.conversation
    ? await context.read.defaults.ofSubject(input.conversation)
    : await context.read.defaults.ofConversation(conversationId)
  const model = modelOf(applied)
  const provider = await context.connect(applied.provider)
  const empty: NewMessage = {
    id: input.replyId,
    parentId: input.parentId,
    role: 'assistant',
    status: 'streaming',
    parts: [],
    providerId: applied.provider.id,
    model: model === '' ? applied.provider.name : model,
  }
  const added = await context.write.messages.addTurn({
    conversationId,
    conversation: input.conversation,
    messages: input.question ? [input.question, empty] : [empty],
    now: context.now(),
  })
  const conversation = await context.read.conversations.get(conversationId)
  context.publish('conversation.saved', conversation)
  for (const message of added) context.publish('message.saved', message)
  const reply = added.at(-1)
  if (!reply) return
  const branch = await context.read.messages.branchEnd(input.parentId, roomFor(applied))
  const request = requestFor({ applied, branch, continuing: false })
  startTurn(context, { conversation, reply, provider, request })
}

function questionOf(id: Id, parentId: Id | null, text: string): NewMessage {
  return { id, parentId, role: 'user', status: 'complete', parts: [{ type: 'text', text }] }
}

function refuseWhileRunning(context: Context, conversationId: Id): void {
  if (runningIn(context, conversationId)) throw new AppError('reply_running')
}

async function showPath(context: Context, conversationId: Message['conversationId']) {
  context.publish('conversation.saved', await context.read.conversations.get(conversationId))
  context.publish('path.changed', { conversationId })
}
