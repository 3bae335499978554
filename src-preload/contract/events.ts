import * as z from 'zod'
import { Conversation, Failure, Id, Message, ProviderView } from './entities'
import { Settings } from './settings'
import { Project, Tag } from './library'
import { IndexProgress } from './search'
import { JobProgress } from './transfer'
import { BackupPlan } from './backup'
import { SpaceState } from './space'
import { COMMANDS } from './values'

/** Each event but the last two states a fact that is already in the database. */
export const events = {
  'conversation.saved': Conversation,
  'conversation.purged': z.object({ ids: z.array(Id) }),
  'project.saved': Project,
  'tag.saved': Tag,
  'tag.removed': z.object({ id: Id }),
  /**
   * More than can be told one by one, as by an import: lists, projects, tags, chats, settings and servers are
   * read again.
   */
  'library.changed': z.object({}),
  /** An interrupted import was taken back; the first who asks by `imports.interrupted` hears of it. */
  'imports.interrupted': z.object({}),
  /** The search index is being made, or (null) is complete. */
  'index.changed': z.object({ progress: IndexProgress.nullable() }),
  /** A job has come this far; nothing is told of it after `job.ended`. */
  'job.progressed': JobProgress,
  'job.ended': z.object({ id: Id }),
  /** The data is being moved; the program starts anew when it is done. */
  'move.progressed': z.object({ done: z.number().int(), total: z.number().int() }),
  'backups.planned': BackupPlan,
  'space.changed': SpaceState,
  'message.saved': Message,
  /** `offset` counts UTF-16 units of part number `part` before this text. */
  'message.appended': z.object({
    id: Id,
    conversationId: Id,
    part: z.number().int(),
    type: z.enum(['text', 'reasoning']),
    offset: z.number().int(),
    text: z.string(),
  }),
  /** Another branch is shown, or messages left or joined it: read the path again. */
  'path.changed': z.object({ conversationId: Id }),
  'settings.saved': Settings,
  'provider.saved': ProviderView,
  'provider.removed': z.object({ id: Id }),
  /** Saving stopped working, or (null) works again. */
  'storage.changed': z.object({ problem: Failure.nullable() }),
  /** Not facts but wishes: the user chose this in the menu, or this chat in a notification. */
  'command.chosen': z.object({ command: z.enum(COMMANDS) }),
  'conversation.chosen': z.object({ id: Id }),
} as const

export type Events = { [K in keyof typeof events]: z.output<(typeof events)[K]> }
export type EventName = keyof Events
/** One event as it travels. */
export type EventMessage = { [K in EventName]: { name: K; value: Events[K] } }[EventName]
export type Publish = <K extends EventName>(name: K, value: Events[K]) => void
