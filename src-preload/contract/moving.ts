import * as z from 'zod'
import { Profile, RootState } from './state'

/** The folder of the user's choice, the one beside a portable program, the system's own. */
export const MOVE_PLACES = ['folder', 'portable', 'system'] as const
export type MovePlace = (typeof MOVE_PLACES)[number]

/** Why data cannot be moved to a folder; each is a sentence of the storage catalogue. */
export const MOVE_REFUSALS = [
  'same_folder',
  'inside_root',
  'holds_root',
  'is_root',
  'not_empty',
  'unfinished_move',
  'inside_install',
  'inside_temp',
  'too_small',
  'missing',
  'not_a_folder',
  'read_only',
  'no_permission',
  'no_space',
  'path_too_long',
  'disk_error',
] as const

/** What a move would do, looked at without doing it. `free` is known where the folder could be tried. */
export const MovePlan = z.object({
  from: z.string(),
  to: z.string(),
  bytes: z.number(),
  free: z.number().nullable(),
  warnings: RootState.shape.warnings,
  refusal: z.enum(MOVE_REFUSALS).nullable(),
})
export type MovePlan = z.infer<typeof MovePlan>

/** What became of moves: one that was interrupted, and an old copy that the user was not told of yet. */
export const MovesState = z.object({
  pending: z.object({ from: z.string(), to: z.string() }).nullable(),
  left: z.object({ id: z.string(), path: z.string(), bytes: z.number() }).nullable(),
  /** The places that the data could be moved to and is not in. */
  places: z.array(z.enum(MOVE_PLACES)),
})
export type MovesState = z.infer<typeof MovesState>

/**
 * Another data folder on this machine; counts are null where it cannot be read. `isOldCopy`: its data was
 * moved, and is where it was moved to. `moveId` names the move that left it, which can delete it.
 * `profiles` are those with a history, which can be merged into the one that is open.
 */
export const FoundRoot = z.object({
  path: z.string(),
  conversations: z.number().int().nullable(),
  messages: z.number().int().nullable(),
  usedAt: z.number().int().nullable(),
  bytes: z.number(),
  isOldCopy: z.boolean(),
  canOpen: z.boolean(),
  moveId: z.string().nullable(),
  profiles: z.array(
    Profile.pick({ id: true, name: true }).extend({
      conversations: z.number().int().nullable(),
      messages: z.number().int().nullable(),
    }),
  ),
})
export type FoundRoot = z.infer<typeof FoundRoot>
