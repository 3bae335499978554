import * as z from 'zod'
import { FoundRoot, MOVE_PLACES, MovePlan, MovesState } from '../moving'
import { call, nothing } from './call'

const named = z.strictObject({ id: z.uuid() })

/** What a window asks to move the data root, and about other roots. */
export const movingCalls = {
  'moves.state': call(z.void(), MovesState),
  /** Looks at a place, after asking for one of the user's choice; null where that was closed. */
  'moves.plan': call(z.strictObject({ place: z.enum(MOVE_PLACES) }), MovePlan.nullable()),
  /** Moves to a place that was planned; the program then starts anew. False where it was cancelled. */
  'moves.start': call(MovePlan.pick({ to: true }).strict(), z.boolean()),
  /** Goes on with the move that was interrupted. */
  'moves.resume': call(z.void(), z.boolean()),
  /** Ends the move that is under way or was interrupted; what was copied goes. */
  'moves.cancel': call(z.void(), nothing),
  'moves.roots': call(z.void(), z.array(FoundRoot)),
  /** Starts the program anew on another root that was found. */
  'moves.open': call(FoundRoot.pick({ path: true }).strict(), nothing),
  /** Deletes what a move left behind; answers how many bytes. */
  'moves.deleteOld': call(named, z.object({ bytes: z.number() })),
  /** Keeps it for now, without being told of it again at each start. */
  'moves.keepOld': call(named, nothing),
} as const
