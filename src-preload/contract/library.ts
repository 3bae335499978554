import * as z from 'zod'
import { Id, Json, notEmpty, Parameters, Time } from './entities'
import { COLORS, SHOWN, SORTS } from './values'

/**
 * Which conversations a list shows, and in which order. A project holds those of the projects in it
 * too. The trash is always in the order of deletion.
 */
export const ConversationFilter = z.strictObject({
  shown: z.enum(SHOWN),
  projectId: Id.nullable(),
  tagId: Id.nullable(),
  sort: z.enum(SORTS),
})
export type ConversationFilter = z.infer<typeof ConversationFilter>

/** Where a page of a list ends: pinned first, then by what it is sorted by, then by `seq`. */
export const ConversationCursor = z.strictObject({
  pinned: z.boolean(),
  key: z.union([z.number().int(), z.string()]),
  seq: z.number().int(),
})
export type ConversationCursor = z.infer<typeof ConversationCursor>

/** A folder of conversations. What it says of model and instructions holds for all that is in it. */
export const Project = z.object({
  seq: z.number().int(),
  id: Id,
  parentId: Id.nullable(),
  name: z.string().trim().min(1).max(200),
  instructions: z.string().max(1_000_000),
  providerId: Id.nullable(),
  model: z.string().nullable(),
  parameters: Parameters.nullable(),
  createdAt: Time,
  updatedAt: Time,
  deletedAt: Time.nullable(),
  source: Json.nullable(),
})
export type Project = z.infer<typeof Project>
export const NewProject = Project.pick({ id: true, parentId: true, name: true })
export type NewProject = z.infer<typeof NewProject>
export const ProjectPatch = notEmpty(
  Project.pick({
    parentId: true,
    name: true,
    instructions: true,
    providerId: true,
    model: true,
    parameters: true,
  }).partial(),
)
export type ProjectPatch = z.infer<typeof ProjectPatch>

/** What deleting a project would touch: it, the projects in it, and what is in those. */
export const ProjectContents = z.object({
  projects: z.number().int(),
  conversations: z.number().int(),
  messages: z.number().int(),
})
export type ProjectContents = z.infer<typeof ProjectContents>

/** What Undo needs: the deletion's stamp, and where the conversations were, by project. */
export const ProjectDeletion = z.object({
  id: Id,
  deletedAt: Time,
  moved: z.record(Id, z.array(Id)),
})
export type ProjectDeletion = z.infer<typeof ProjectDeletion>

export const Tag = z.object({
  seq: z.number().int(),
  id: Id,
  name: z.string().trim().min(1).max(100),
  color: z.enum(COLORS).nullable(),
  createdAt: Time,
})
export type Tag = z.infer<typeof Tag>
/** What Undo needs: the tag as it was, and what had it. */
export const TagDeletion = z.object({
  tag: Tag,
  conversationIds: z.array(Id),
  ruleIds: z.array(Id),
})
export type TagDeletion = z.infer<typeof TagDeletion>
export const NewTag = Tag.pick({ id: true, name: true, color: true })
export type NewTag = z.infer<typeof NewTag>
export const TagPatch = notEmpty(Tag.pick({ name: true, color: true }).partial())
export type TagPatch = z.infer<typeof TagPatch>

/** Where a value that applies comes from: the nearest that says something about it. */
const Origin = z.object({
  from: z.enum(['conversation', 'project', 'settings', 'provider', 'none']),
  projectId: Id.nullable(),
})

/** What applies to a conversation, or to a project, and from where. */
export const Defaults = z.object({
  instructions: Origin.extend({ value: z.string() }),
  model: Origin.extend({ providerId: Id.nullable(), value: z.string().nullable() }),
  parameters: z.array(
    Origin.extend({
      name: z.enum(['temperature', 'maxTokens', 'topP', 'stop', 'seed']),
      value: z.union([z.number(), z.array(z.string())]),
    }),
  ),
})
export type Defaults = z.infer<typeof Defaults>

/** Messages and tokens of one day and model; `day` is written 2026-01-31, in local time. */
const Share = z.object({
  day: z.string(),
  model: z.string().nullable(),
  messages: z.number().int(),
  inputTokens: z.number(),
  outputTokens: z.number(),
})

/** Counted as far as `read` of `total` messages; ask with `after` for the rest. Sizes in characters. */
export const Statistics = z.object({
  read: z.number().int(),
  total: z.number().int(),
  next: z.number().int().nullable(),
  shares: z.array(Share),
  sizes: z.object({
    questions: z.number(),
    replies: z.number(),
    reasoning: z.number(),
    tools: z.number(),
    other: z.number(),
  }),
})
export type Statistics = z.infer<typeof Statistics>

/** Conversations that are changed together. */
export const Ids = z.array(Id).min(1).max(1000)
export const Tagging = z.strictObject({ ids: Ids, tagId: Id, on: z.boolean() })
export type Tagging = z.infer<typeof Tagging>
