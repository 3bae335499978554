import * as z from 'zod'
import { Id } from '../entities'
import { Ids } from '../library'
import {
  ClearWish,
  FreeableSpace,
  FreeWish,
  ProfileContents,
  SpaceReport,
  SpaceState,
  TrashSize,
} from '../space'
import { call, nothing } from './call'

/** What a window asks about room on the disk, and to clear a profile. */
export const spaceCalls = {
  'space.state': call(z.void(), SpaceState),
  /** Puts out of sight what went by itself, and was told of. */
  'space.dismiss': call(z.void(), nothing),
  /** Brings back what was moved to the trash to make room; no more is moved until the next start. */
  'space.putBack': call(z.void(), nothing),
  'space.trash': call(z.void(), TrashSize),
  /** Measures what could make room. */
  'space.find': call(z.void(), FreeableSpace),
  /** Makes room, and answers how many bytes came free in fact. */
  'space.free': call(FreeWish, z.object({ bytes: z.number() })),
  /** Moves these to the trash, but not the open one, a pinned one or one with a running reply. */
  'space.moveOldest': call(z.strictObject({ ids: Ids }), z.object({ ids: z.array(Id) })),
  'space.contents': call(z.void(), ProfileContents),
  /** Clears the open profile, after a safety backup; the window is loaded anew. False where it was cancelled. */
  'space.clear': call(ClearWish, z.boolean()),
  /** What was done while the window was away; only the first answer after it has it. */
  'space.report': call(z.void(), SpaceReport.nullable()),
} as const
