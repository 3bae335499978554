import * as z from 'zod'
import { Conversation, ConversationPatch, Id } from '../entities'
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
  TagDeletion,
  TagPatch,
  Tagging,
} from '../library'
import { Found, IndexProgress, SearchPage, SearchQuery } from '../search'
import { byId, call, nothing } from './call'

/** What a window asks of conversations, projects, tags, search and statistics. */
export const libraryCalls = {
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
  'tags.delete': call(byId, TagDeletion),
  /** Brings it back, with everything that had it and is still there. */
  'tags.restore': call(TagDeletion, nothing),

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

  'statistics.read': call(z.strictObject({ after: z.number().int().nullable() }), Statistics),
} as const
