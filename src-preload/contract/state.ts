import * as z from 'zod'
import { Failure, Time } from './entities'
import { PROVIDER_KINDS } from './values'

export const ROOT_KINDS = ['explicit', 'portable', 'moved', 'app-data', 'temporary'] as const

export const ROOT_WARNINGS = [
  'network',
  'cloud_sync',
  'nearly_full',
  'temporary_folder',
  'moved_away',
  'moved_here',
] as const

/**
 * Where the data lives and why; `warnings` and `reason` are codes of the storage catalogue. `tried` are
 * better places that could not be used; with `history`, one that holds conversations.
 */
export const RootState = z.object({
  path: z.string(),
  kind: z.enum(ROOT_KINDS),
  reason: z.string(),
  fallback: z.boolean(),
  tried: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(ROOT_KINDS),
      reason: z.string(),
      history: z.boolean(),
    }),
  ),
  warnings: z.array(z.enum(ROOT_WARNINGS)),
})
export type RootState = z.infer<typeof RootState>

/** How keys can be kept on this machine: by the system, only in clear, or not yet decided. */
export const KEY_STORES = ['system', 'plain'] as const

/** What a rescue brought back; `lost` counts what was named somewhere and not found. */
export const Rescue = z.object({
  conversations: z.number().int(),
  messages: z.number().int(),
  lost: z.number().int(),
})
export type Rescue = z.infer<typeof Rescue>

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  root: RootState,
  profile: z.object({ id: z.string(), name: z.string() }),
  keyStore: z.enum(KEY_STORES),
  versions: z.record(z.string(), z.string()),
  /** To be told once the chat is there again; only the first answer after a rescue has it. */
  rescued: Rescue.nullable(),
})
export type AppInfo = z.infer<typeof AppInfo>

/** Sizes in bytes; `free` is what the disk has left. `problem` is what stops saving right now. */
export const StorageState = z.object({
  root: RootState,
  sizes: z.object({
    database: z.number(),
    attachments: z.number(),
    backups: z.number(),
    other: z.number(),
  }),
  free: z.number(),
  counts: z.object({ conversations: z.number().int(), messages: z.number().int() }),
  problem: Failure.nullable(),
})
export type StorageState = z.infer<typeof StorageState>

/** A model server that answered on this machine. */
export const Discovered = z.object({
  kind: z.enum(PROVIDER_KINDS),
  name: z.string(),
  baseUrl: z.string(),
  models: z.array(z.string()),
})
export type Discovered = z.infer<typeof Discovered>

/** A copy of the database that can be put back; counts are null where it could not be read. */
export const RecoveryCopy = z.object({
  file: z.string(),
  createdAt: z.number().int(),
  bytes: z.number(),
  conversations: z.number().int().nullable(),
  messages: z.number().int().nullable(),
})
export type RecoveryCopy = z.infer<typeof RecoveryCopy>

/** Why the history could not be opened, and what there is to choose from. */
export const RecoveryState = z.object({
  problem: Failure,
  root: RootState,
  file: z.string(),
  lastKnown: z
    .object({ conversations: z.number().int(), messages: z.number().int(), at: z.number().int() })
    .nullable(),
  copies: z.array(RecoveryCopy),
  canSalvage: z.boolean(),
})
export type RecoveryState = z.infer<typeof RecoveryState>

export const Profile = z.object({
  id: z.string().regex(/^[0-9a-z-]{1,64}$/),
  name: z.string().trim().min(1).max(100),
  createdAt: Time,
})
export type Profile = z.infer<typeof Profile>
