import type { Conversation, Id, Part } from '@contract/entities'
import type { Applied } from '../db/defaults'
import { AppError, toFailure } from '../errors'
import type { FreshConversation } from '../db/conversations'
import type { NewMessage } from '../db/messages'
import type { Context, Handlers } from './context'
import { modelOf } from './defaults'
import { filesFor } from './files'
import { requestFor, roomFor } from './prompt'
import { titleFromText } from './titles'
import { takesOf } from '../providers/takes'
import { lookAgain, runningIn, startTurn, stopIn, type Turn } from './turn'

export const messageHandlers: Handlers<'messages'> = {
  'messages.path': ({ read }, input) => read.messages.path(input),

  'messages.get': ({ read }, { id }) => read.messages.get(id),

  async 'messages.send'(context, input) {
    if (input.conversation && input.conversation.id !== input.conversationId) {
      throw new AppError('bad_input', 'the new conversation has another id')
    }
    const { attachmentIds = [], ...rest } = input
    const files = await filePartsOf(context, attachmentIds)
    const question = questionOf(input.id, input.parentId, input.text, files)
    const title = titleFromText(input.text.trim() || files.map(({ name }) => name).join(', '))
    const titleSource = title === '' ? ('none' as const) : ('text' as const)
    await ask(context, {
      ...rest,
      conversation: input.conversation && { ...input.conversation, title, titleSource },
      draft: input.conversation ? 'new' : input.conversationId,
      question,
      parentId: input.id,
    })
  },

  async 'messages.edit'(context, { id, newId, replyId, text }) {
    const original = await context.read.messages.get(id)
    if (original.role !== 'user') throw new AppError('bad_input', 'only a question can be edited')
    const { conversationId, parentId } = original
    const files = original.parts.filter((part) => part.type === 'attachment')
    const question = questionOf(newId, parentId, text, files)
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
    const applied = await context.read.defaults.ofConversation(conversationId)
    // Before the reply is opened again: without a model it could not go on.
    modelOf(applied)
    const provider = await context.connect(applied.provider)
    await whileAsking(context, id, async () => {
      const { conversation, message: reply } = await context.write.chunks.reopen(id, context.now())
      context.publish('conversation.saved', conversation)
      context.publish('message.saved', reply)
      await begin(context, { applied, conversation, reply, provider, leafId: id, continuing: true })
    })
  },

  'messages.stop': (context, { conversationId }) => stopIn(context, conversationId),

  async 'messages.show'(context, { id }) {
    tellOfPath(context, await context.write.messages.show(id))
  },

  async 'messages.update'(context, { id, patch }) {
    context.publish('message.saved', await context.write.messages.update(id, patch))
  },

  async 'messages.delete'(context, { id, scope }) {
    const { conversationId } = await context.read.messages.get(id)
    await stopIn(context, conversationId)
    const moved = await context.write.messages.moveToTrash({ id, scope, now: context.now() })
    tellOfPath(context, moved.conversation)
    return moved.deletion
  },

  async 'messages.restore'(context, deletion) {
    await stopIn(context, deletion.conversationId)
    tellOfPath(context, await context.write.messages.restore(deletion))
  },
}

interface Question {
  conversationId: Id
  conversation: FreshConversation | null
  draft?: string
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
  const leafId = input.parentId
  await whileAsking(context, input.replyId, async () => {
    const written = await writeTurn(context, input, empty)
    await begin(context, { applied, ...written, provider, leafId, continuing: false })
  })
}

/** From before the row of a reply says that it runs, until somebody writes it. */
async function whileAsking(context: Context, replyId: Id, work: () => Promise<void>) {
  context.asking.add(replyId)
  try {
    await work()
    context.asking.delete(replyId)
  } catch (error) {
    context.asking.delete(replyId)
    // One of which nobody knew that it was written, by another attempt: the next one finds that it ended.
    if (toFailure(error).code === 'reply_running') await lookAgain(context)
    throw error
  }
}

async function writeTurn(context: Context, input: Question, empty: NewMessage) {
  const { conversationId } = input
  const { conversation, messages } = await context.write.messages.addTurn({
    conversationId,
    conversation: input.conversation,
    ...(input.draft && { draft: input.draft }),
    messages: input.question ? [input.question, empty] : [empty],
    now: context.now(),
  })
  context.publish('conversation.saved', conversation)
  for (const message of messages) context.publish('message.saved', message)
  const reply = messages.at(-1)
  if (!reply) throw new AppError('not_found', `reply ${empty.id}`)
  return { conversation, reply }
}

interface Begun extends Pick<Turn, 'conversation' | 'reply' | 'provider'> {
  applied: Applied
  leafId: Id
  continuing: boolean
}

/** Reads what the model is to be given, and starts the reply. */
async function begin(context: Context, { applied, leafId, continuing, ...turn }: Begun) {
  const { branch, omitted } = await context.read.messages.branchEnd(leafId, roomFor(applied))
  const sent = await filesFor(context, branch, takesOf(applied.provider))
  const request = requestFor({ applied, branch, files: sent.files, continuing })
  startTurn(context, { ...turn, request, omitted, omittedFiles: sent.omitted })
}

type FilePart = Extract<Part, { type: 'attachment' }>

function questionOf(id: Id, parentId: Id | null, text: string, files: FilePart[]): NewMessage {
  const said: Part[] = text.trim() === '' ? [] : [{ type: 'text', text }]
  return { id, parentId, role: 'user', status: 'complete', parts: [...files, ...said] }
}

/** Throws `not_found`: no message names a file that is not there. */
async function filePartsOf({ read }: Context, ids: Id[]): Promise<FilePart[]> {
  if (ids.length === 0) return []
  const unique = [...new Set(ids)]
  const rows = await read.attachments.all(unique)
  if (rows.length < unique.length) throw new AppError('not_found', 'a file of the message')
  return rows.map(({ id, name }) => ({ type: 'attachment', attachmentId: id, name }))
}

function refuseWhileRunning(context: Context, conversationId: Id): void {
  if (runningIn(context, conversationId)) throw new AppError('reply_running')
}

function tellOfPath(context: Context, conversation: Conversation) {
  context.publish('conversation.saved', conversation)
  context.publish('path.changed', { conversationId: conversation.id })
}
