import * as z from 'zod'
import {
  Deletion,
  Draft,
  DraftId,
  Id,
  Message,
  MessagePatch,
  Model,
  NewConversation,
  NewProvider,
  Path,
  ProviderPatch,
  ProviderView,
} from '../entities'
import { Discovered } from '../state'
import { MOST_ATTACHMENTS, PROVIDER_KINDS } from '../values'
import { byId, call, nothing } from './call'

const text = z.string().max(4_000_000)
/** A key on its way in; no call ever answers one. */
const secret = z.string().trim().min(1).max(10_000)

/** What a window asks while chatting: messages, drafts and model servers. */
export const chatCalls = {
  /** From a position, or with a message in their middle, or else the last ones of the branch. */
  'messages.path': call(
    z.strictObject({
      conversationId: Id,
      from: z.number().int().min(0).optional(),
      around: Id.optional(),
      limit: z.number().int().min(1).max(500),
    }),
    Path,
  ),
  'messages.get': call(byId, Message),
  /** `conversation` is given when this message starts it; its id is then `conversationId`. */
  'messages.send': call(
    z
      .strictObject({
        conversationId: Id,
        conversation: NewConversation.nullable(),
        parentId: Id.nullable(),
        id: Id,
        replyId: Id,
        text,
        attachmentIds: z.array(Id).max(MOST_ATTACHMENTS).optional(),
      })
      .refine(
        ({ text, attachmentIds = [] }) => text.trim() !== '' || attachmentIds.length > 0,
        'a message says something',
      ),
    nothing,
  ),
  /** The files of the original stay with the new version. */
  'messages.edit': call(
    z.strictObject({
      id: Id,
      newId: Id,
      replyId: Id,
      text: text.refine((value) => value.trim() !== '', 'a message says something'),
    }),
    nothing,
  ),
  /** Asks again: a new sibling of the reply `id`, by the conversation's model. */
  'messages.regenerate': call(z.strictObject({ id: Id, replyId: Id }), nothing),
  /** Lets a stopped, interrupted or failed reply go on where it ended. */
  'messages.continue': call(byId, nothing),
  'messages.stop': call(z.strictObject({ conversationId: Id }), nothing),
  /** Shows the branch that `id` lies on, down to its newest leaf. */
  'messages.show': call(byId, nothing),
  'messages.update': call(z.strictObject({ id: Id, patch: MessagePatch }), nothing),
  'messages.delete': call(z.strictObject({ id: Id, scope: z.enum(['one', 'below']) }), Deletion),
  'messages.restore': call(Deletion.omit({ count: true }), nothing),

  'drafts.get': call(z.strictObject({ id: DraftId }), Draft.nullable()),
  'drafts.save': call(z.strictObject({ id: DraftId, text }), nothing),

  'providers.list': call(z.void(), z.array(ProviderView)),
  'providers.create': call(
    z.strictObject({
      provider: NewProvider,
      key: secret.nullable(),
      sessionOnly: z.boolean().optional(),
    }),
    nothing,
  ),
  'providers.update': call(z.strictObject({ id: Id, patch: ProviderPatch }), nothing),
  'providers.delete': call(byId, nothing),
  /** With `sessionOnly` the key is forgotten when the program ends, and never written down. */
  'providers.saveKey': call(
    z.strictObject({ id: Id, key: secret, sessionOnly: z.boolean().optional() }),
    nothing,
  ),
  'providers.removeKey': call(byId, nothing),
  /** Asks the server for its models and keeps the list. */
  'providers.refreshModels': call(byId, z.array(Model)),
  /** Tries a server as typed, saved or not; without `key` the stored one of `id` is used. */
  'providers.test': call(
    z.strictObject({
      id: Id.nullable(),
      kind: z.enum(PROVIDER_KINDS),
      baseUrl: z.string(),
      headers: z.record(z.string(), z.string()),
      key: secret.nullable(),
    }),
    z.array(Model),
  ),
  /** Asks the usual loopback ports; nothing is added. */
  'providers.discover': call(z.void(), z.array(Discovered)),
} as const
