import * as z from 'zod'
import { ERROR_CODES } from './errors'
import type { PARAMETERS } from './values'
import { FILE_KINDS, PROVIDER_KINDS, RATINGS, ROLES, STATUSES, TITLE_SOURCES } from './values'

/** UUID version 7 as text, chosen by whoever creates the thing. */
export const Id = z.uuid()
export type Id = string

/** Milliseconds since 1970. */
export const Time = z.number().int()

export const Json = z.json()

export const Failure = z.object({
  code: z.enum(ERROR_CODES),
  detail: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

/** One piece of a message. `unknown` keeps what an import brought exactly as it came. */
export const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string(), milliseconds: z.number().optional() }),
  z.object({ type: z.literal('tool_call'), callId: z.string(), name: z.string(), input: Json }),
  z.object({
    type: z.literal('tool_result'),
    callId: z.string(),
    name: z.string(),
    output: Json,
    isError: z.boolean().optional(),
  }),
  z.object({ type: z.literal('attachment'), attachmentId: Id, name: z.string() }),
  z.object({
    type: z.literal('citation'),
    url: z.string(),
    title: z.string().optional(),
    text: z.string().optional(),
  }),
  z.object({ type: z.literal('code'), language: z.string(), text: z.string() }),
  z.object({ type: z.literal('error'), error: Failure }),
  z.object({ type: z.literal('unknown'), origin: z.string(), data: Json }),
])
export type Part = z.infer<typeof Part>

export const Usage = z.object({
  inputTokens: z.number().optional(),
  outputTokens: z.number().optional(),
  reasoningTokens: z.number().optional(),
  /** The oldest messages of the branch, which were not sent because the model has no room for them. */
  omittedMessages: z.number().int().optional(),
  /** The names of files that were not sent, because this server cannot take them or they are gone. */
  omittedFiles: z.array(z.string()).optional(),
})
export type Usage = z.infer<typeof Usage>

/** Milliseconds to the first token and of the whole reply. */
export const Timings = z.object({ firstToken: z.number().optional(), total: z.number() })
export type Timings = z.infer<typeof Timings>

export const Parameters = z.object({
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().positive().optional(),
  topP: z.number().min(0).max(1).optional(),
  stop: z.array(z.string().min(1)).max(16).optional(),
  seed: z.number().int().optional(),
} satisfies Record<(typeof PARAMETERS)[number], z.ZodType>)
export type Parameters = z.infer<typeof Parameters>

/** `seq` is the order of creation in this database and never changes. */
export const Message = z.object({
  seq: z.number().int(),
  id: Id,
  conversationId: Id,
  parentId: Id.nullable(),
  role: z.enum(ROLES),
  status: z.enum(STATUSES),
  parts: z.array(Part),
  model: z.string().nullable(),
  providerId: Id.nullable(),
  usage: Usage.nullable(),
  timings: Timings.nullable(),
  rating: z.enum(RATINGS).nullable(),
  createdAt: Time,
  updatedAt: Time,
  deletedAt: Time.nullable(),
  source: Json.nullable(),
})
export type Message = z.infer<typeof Message>
export const MessagePatch = notEmpty(Message.pick({ rating: true }).partial())

/** `updatedAt` is the last activity: a message, never a pin or a new title. */
export const Conversation = z.object({
  seq: z.number().int(),
  id: Id,
  title: z.string(),
  titleSource: z.enum(TITLE_SOURCES),
  pinned: z.boolean(),
  archived: z.boolean(),
  projectId: Id.nullable(),
  currentMessageId: Id.nullable(),
  providerId: Id.nullable(),
  model: z.string().nullable(),
  parameters: Parameters.nullable(),
  instructions: z.string(),
  scroll: z.object({ messageId: Id, offset: z.number() }).nullable(),
  messageCount: z.number().int(),
  createdAt: Time,
  updatedAt: Time,
  deletedAt: Time.nullable(),
  source: Json.nullable(),
  /** In the order in which they were given; kept in a table of links. */
  tagIds: z.array(Id),
})
export type Conversation = z.infer<typeof Conversation>
export const ConversationPatch = notEmpty(
  Conversation.pick({
    pinned: true,
    archived: true,
    projectId: true,
    providerId: true,
    model: true,
    parameters: true,
    instructions: true,
    scroll: true,
  })
    .extend({ title: z.string().trim().min(1).max(500) })
    .partial(),
)
export type ConversationPatch = z.infer<typeof ConversationPatch>

/** A conversation that starts with its first message. */
export const NewConversation = Conversation.pick({
  id: true,
  projectId: true,
  providerId: true,
  model: true,
  instructions: true,
  parameters: true,
})
export type NewConversation = z.infer<typeof NewConversation>

/**
 * A window of the visible branch. `from` is the position of the first message given, `total` the
 * length of the branch; `versions` lists, for each message that has siblings, all of them in order.
 */
export const Path = z.object({
  total: z.number().int(),
  from: z.number().int(),
  messages: z.array(Message),
  versions: z.record(Id, z.array(Id)),
})
export type Path = z.infer<typeof Path>

/** What Undo needs: the deletion's stamp and the leaf that was shown before. */
export const Deletion = z.object({
  conversationId: Id,
  deletedAt: Time,
  currentMessageId: Id.nullable(),
  count: z.number().int(),
})
export type Deletion = z.infer<typeof Deletion>

/** `name` is what a server calls the model and what is sent back to it. */
export const Model = z.object({
  name: z.string().min(1),
  contextLength: z.number().int().optional(),
})
export type Model = z.infer<typeof Model>

/** The state of a provider's key. The key itself never reaches a window again. */
export const KEY_STATES = ['none', 'stored', 'stored_plain', 'session', 'enter_again'] as const

export const Provider = z.object({
  id: Id,
  kind: z.enum(PROVIDER_KINDS),
  name: z.string().trim().min(1).max(200),
  baseUrl: z.string(),
  headers: z.record(z.string(), z.string()),
  parameters: Parameters,
  models: z.array(Model),
  defaultModel: z.string().nullable(),
  apiKeyId: Id.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type Provider = z.infer<typeof Provider>
export const NewProvider = Provider.pick({
  id: true,
  kind: true,
  name: true,
  baseUrl: true,
  headers: true,
  parameters: true,
  defaultModel: true,
})
export type NewProvider = z.infer<typeof NewProvider>
export const ProviderPatch = notEmpty(
  NewProvider.omit({ id: true })
    .extend({ models: z.array(Model) })
    .partial(),
)
export type ProviderPatch = z.infer<typeof ProviderPatch>

/** A provider as a window sees it. */
export const ProviderView = Provider.extend({
  keyState: z.enum(KEY_STATES),
  /** The kinds of files that it can be sent. */
  takes: z.array(z.enum(FILE_KINDS)),
})
export type ProviderView = z.infer<typeof ProviderView>

/** Text not yet sent, by conversation; `new` belongs to the chat that has no conversation yet. */
export const DraftId = z.union([Id, z.literal('new')])
export const Draft = z.object({ id: DraftId, text: z.string(), updatedAt: Time })
export type Draft = z.infer<typeof Draft>

/** A patch that changes nothing is a mistake of the caller. */
export function notEmpty<T extends z.ZodType<object>>(schema: T) {
  return schema.refine((patch) => Object.keys(patch).length > 0, 'an empty patch changes nothing')
}
