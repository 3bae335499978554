import * as z from 'zod'
import {
  Conversation,
  ConversationPatch,
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
} from './entities'
import { Accelerators, Settings, SettingsPatch } from './settings'
import { COMMANDS } from './events'
import {
  ConversationCursor,
  ConversationFilter,
  Defaults,
  Ids,
  NewProject,
  NewTag,
  Project,
  ProjectContents,
  ProjectDeletion,
  ProjectPatch,
  Statistics,
  Tag,
  Tagging,
  TagPatch,
} from './library'
import { ExportChoice, ExportPreview, ExportReport } from './transfer'
import { Found, IndexProgress, SearchPage, SearchQuery } from './search'
import {
  AppInfo,
  Discovered,
  Profile,
  RecoveryCopy,
  RecoveryState,
  Rescue,
  StorageState,
} from './state'
import { PROVIDER_KINDS } from './values'

function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}

const nothing = z.void()
const byId = z.strictObject({ id: Id })
const text = z.string().max(4_000_000)
/** A key on its way in; no call ever answers one. */
const secret = z.string().trim().min(1).max(10_000)

/** Everything a window can ask for: `plural.verb`, with the shape of the question and of the answer. */
export const calls = {
  'app.info': call(z.void(), AppInfo),
  'app.openLink': call(z.strictObject({ url: z.string().max(2048) }), nothing),
  'app.openDataFolder': call(z.void(), nothing),
  'app.storage': call(z.void(), StorageState),
  /** The menu's commands that do not apply to what the window shows. */
  'app.offer': call(
    z.strictObject({ without: z.array(z.enum(COMMANDS)), keys: Accelerators }),
    nothing,
  ),

  'conversations.list': call(
    z.strictObject({
      filter: ConversationFilter,
      after: ConversationCursor.nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({ items: z.array(Conversation), next: ConversationCursor.nullable() }),
  ),
  'conversations.get': call(byId, Conversation),
  'conversations.update': call(z.strictObject({ ids: Ids, patch: ConversationPatch }), nothing),
  'conversations.tag': call(Tagging, nothing),
  'conversations.delete': call(z.strictObject({ ids: Ids }), nothing),
  'conversations.restore': call(z.strictObject({ ids: Ids }), nothing),
  'conversations.purge': call(z.strictObject({ ids: z.array(Id).min(1).max(1000) }), nothing),
  'conversations.emptyTrash': call(z.void(), z.object({ count: z.number().int() })),
  'conversations.duplicate': call(z.strictObject({ id: Id, newId: Id }), Conversation),
  'conversations.fork': call(z.strictObject({ id: Id, newId: Id, messageId: Id }), Conversation),

  /** What applies to a conversation, and from where. */
  'conversations.defaults': call(byId, Defaults),

  'projects.list': call(z.void(), z.array(Project)),
  'projects.create': call(z.strictObject({ project: NewProject }), Project),
  'projects.update': call(z.strictObject({ id: Id, patch: ProjectPatch }), nothing),
  'projects.contents': call(byId, ProjectContents),
  /** What applies in a project, and from where. */
  'projects.defaults': call(byId, Defaults),
  /** With all projects in it; its conversations go to the parent, or to the trash. */
  'projects.delete': call(
    z.strictObject({ id: Id, conversations: z.enum(['parent', 'trash']) }),
    ProjectDeletion,
  ),
  'projects.restore': call(ProjectDeletion, nothing),

  'tags.list': call(z.void(), z.array(Tag)),
  'tags.create': call(z.strictObject({ tag: NewTag }), Tag),
  'tags.update': call(z.strictObject({ id: Id, patch: TagPatch }), nothing),
  'tags.delete': call(byId, nothing),

  'search.run': call(SearchQuery, SearchPage),
  /** Find in a chat: from message `after` on, over all its messages, drawn or not. */
  'search.find': call(
    z.strictObject({
      conversationId: Id,
      text: z.string().max(2000),
      after: z.number().int().nullable(),
    }),
    Found,
  ),
  'search.progress': call(z.void(), IndexProgress.nullable()),

  /** Counts what a file would hold and lack; null where it was cancelled. */
  'exports.preview': call(ExportChoice, ExportPreview.nullable()),
  /** Asks where to, and answers when the file is written and checked; null where it was cancelled. */
  'exports.run': call(ExportChoice, ExportReport.nullable()),
  /** Shows a file in its folder that was exported since the program started. */
  'exports.show': call(ExportReport.pick({ file: true }), nothing),
  /** Ends a job; what it was to make is not made. One that is over is left alone. */
  'jobs.cancel': call(byId, nothing),

  'statistics.read': call(z.strictObject({ after: z.number().int().nullable() }), Statistics),

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
    z.strictObject({
      conversationId: Id,
      conversation: NewConversation.nullable(),
      parentId: Id.nullable(),
      id: Id,
      replyId: Id,
      text: text.refine((value) => value.trim() !== '', 'a message says something'),
    }),
    nothing,
  ),
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

  'settings.get': call(z.void(), Settings),
  'settings.update': call(z.strictObject({ patch: SettingsPatch }), nothing),

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

  'profiles.list': call(
    z.void(),
    z.object({ active: z.string(), profiles: z.array(Profile.extend({ bytes: z.number() })) }),
  ),
  'profiles.create': call(Profile.pick({ name: true }), Profile),
  'profiles.rename': call(Profile.pick({ id: true, name: true }), nothing),
  'profiles.switch': call(Profile.pick({ id: true }), nothing),
  'profiles.delete': call(Profile.pick({ id: true }), nothing),

  'recovery.state': call(z.void(), RecoveryState.nullable()),
  'recovery.restore': call(RecoveryCopy.pick({ file: true }), nothing),
  'recovery.salvage': call(z.void(), Rescue),
  'recovery.startNew': call(z.void(), nothing),
  'recovery.retry': call(z.void(), nothing),
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
/** What a caller passes: the schema's input, before trimming. */
export type CallInput<K extends CallName> = z.input<Calls[K]['input']>
/** What a handler gets: parsed. */
export type ParsedInput<K extends CallName> = z.output<Calls[K]['input']>
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>

/** The functions that answer the calls of one group, such as `Handlers<'messages', Context>`. */
export type Handlers<Group extends string, Context> = {
  [K in CallName as K extends `${Group}.${string}` ? K : never]: (
    context: Context,
    input: ParsedInput<K>,
  ) => Promise<CallOutput<K>>
}
