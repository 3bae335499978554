import * as z from 'zod'
import { ContentUse } from './attachments'
import { Id, Time } from './entities'
import { CLEAR_BACKUPS, FREEABLE } from './values'

const Amount = z.object({ count: z.number().int(), bytes: z.number() })
const Chat = z.object({ id: Id, title: z.string() })

/** What is to be known about room and about what goes by itself. Nothing of it is worth a word: all null. */
export const SpaceState = z.object({
  /** Chats in the trash that are deleted for good, not before this time. */
  expiring: z.object({ count: z.number().int(), at: Time }).nullable(),
  /** Chats that were deleted for good by themselves, until that is put out of sight. */
  expired: z.object({ count: z.number().int(), at: Time }).nullable(),
  /** The limit that is set, and what chats and their files take. */
  over: z.object({ limit: z.number(), bytes: z.number() }).nullable(),
  /** Chats that were moved to the trash to make room, until that is put out of sight. */
  moved: z.object({ chats: z.array(Chat), at: Time }).nullable(),
  /** Room is wanted, and there is not even enough to move chats, or for the copy that goes before. */
  noRoomToMove: z.boolean(),
})
export type SpaceState = z.infer<typeof SpaceState>

/** What is in the trash; the bytes are about what deleting it makes free. */
export const TrashSize = Amount
export type TrashSize = z.infer<typeof TrashSize>

/** What could make room, each with what it takes. */
export const FreeableSpace = z.object({
  free: z.number(),
  trash: TrashSize,
  /** Automatic copies beside those that are always kept; `kept` of these. */
  copies: Amount.extend({ kept: z.number().int() }),
  /** Files that no chat refers to; some are there for the copies of the last 30 days. */
  files: Amount,
  caches: z.object({ bytes: z.number() }),
  /** Bytes inside the database that are free and used before it grows. */
  inside: z.number(),
  /** Deleted profiles and safety backups in the trash folder of the data. */
  aside: Amount,
  largest: z.array(ContentUse),
  /** The chats that have not been touched for longest, without pinned ones. */
  oldest: z.array(Chat.extend({ bytes: z.number(), updatedAt: Time })),
})
export type FreeableSpace = z.infer<typeof FreeableSpace>
export type Freeable = (typeof FREEABLE)[number]
export const FreeWish = z.strictObject({ what: z.enum(FREEABLE) })

/** What is in a profile, as clearing it would take it away. */
export const ProfileContents = z.object({
  counts: z.object({
    conversations: z.number().int(),
    trashed: z.number().int(),
    messages: z.number().int(),
    drafts: z.number().int(),
    projects: z.number().int(),
    tags: z.number().int(),
    files: z.number().int(),
    providers: z.number().int(),
    keys: z.number().int(),
    copies: z.number().int(),
  }),
  bytes: z.object({ database: z.number(), attachments: z.number(), backups: z.number() }),
  otherProfiles: z.number().int(),
})
export type ProfileContents = z.infer<typeof ProfileContents>

/** `backup` says where the safety backup goes: into the data folder, where the user says, or nowhere. */
export const ClearWish = z.strictObject({ jobId: Id, backup: z.enum(CLEAR_BACKUPS) })
export type ClearWish = z.infer<typeof ClearWish>

/**
 * What was done while the window was away: a profile was cleared, or its database written anew. `name` is how
 * the safety backup is opened again; null where it lies elsewhere, or there is none.
 */
export const SpaceReport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cleared'),
    file: z.string().nullable(),
    name: z.string().nullable(),
  }),
  z.object({ kind: z.literal('compacted'), bytes: z.number() }),
])
export type SpaceReport = z.infer<typeof SpaceReport>
