import type { Id } from '@contract/entities'
import type { Settings } from '@contract/settings'
import type { SpaceState } from '@contract/space'
import { AppError, toFailure } from '../errors'
import type { Context } from './context'
import { tellOfConversations } from './conversations'
import { expireTrash } from './expire'
import { runningIn } from './turn'

/** What is moved to the trash where the disk is full: nobody can say how much room is needed. */
const WANTED_ON_FULL_DISK = 16_000_000
/** Of which a notice can still name each. */
const MOST_AT_ONCE = 200

/** What is known of room, as windows are told of it. */
export interface Room {
  state: SpaceState
  /** The user took back what was moved: nothing more is moved until the next start. */
  isPaused: boolean
  /** It was, and there is still less room on it than was wanted then. */
  isDiskFull: boolean
  /** Has it looked at soon, because something has changed. */
  look(): void
}

/** Of a profile that was just opened: nothing is known yet. */
export function freshRoom(): Omit<Room, 'look'> {
  const nothing = { expiring: null, expired: null, over: null, moved: null, noRoomToMove: false }
  return { state: nothing, isPaused: false, isDiskFull: false }
}

/**
 * Looks at the limit and at the trash, and does what the user chose for both: moves the oldest chats to the
 * trash where room runs out, and deletes what has been in the trash for long enough. Windows are told.
 */
export async function lookAtRoom(context: Context): Promise<void> {
  const settings = await context.read.settings.get()
  const bytes = settings.sizeLimit === null ? 0 : await context.read.space.used()
  const over =
    settings.sizeLimit !== null && bytes > settings.sizeLimit
      ? { limit: settings.sizeLimit, bytes }
      : null
  tell(context, { over })
  await makeRoom(context, settings)
  tell(context, await expireTrash(context, settings.trashDays))
}

/** Says what is new, and nothing where nothing is. */
export function tell(context: Pick<Context, 'room' | 'publish'>, patch: Partial<SpaceState>): void {
  const { room } = context
  const before = JSON.stringify(room.state)
  room.state = { ...room.state, ...patch }
  if (JSON.stringify(room.state) !== before) context.publish('space.changed', room.state)
}

async function makeRoom(context: Context, { makeRoom: isWanted }: Settings): Promise<void> {
  const { over } = context.room.state
  await lookAtDisk(context)
  const missing = Math.max(
    over ? over.bytes - over.limit : 0,
    context.room.isDiskFull ? WANTED_ON_FULL_DISK : 0,
  )
  if (!isWanted || context.room.isPaused || missing === 0) {
    tell(context, { noRoomToMove: false })
    return
  }
  // What is in the trash already makes room when it is emptied: no more than is needed follows it.
  const { bytes: inTrash } = await context.program.space.trash()
  const except = await untouchable(context)
  const bytes = missing - inTrash
  const picked = await context.read.space.oldest({ except, bytes, limit: MOST_AT_ONCE })
  if (picked.length === 0) return tell(context, { noRoomToMove: false })
  const ids = picked.map(({ id }) => id)
  const isCopied = (await isCopyMade(context)) || (await context.program.space.areCopied(ids))
  const moved = isCopied ? await moveOldest(context, ids).catch(noneOnFullDisk) : null
  tell(context, { noRoomToMove: moved === null })
  if (moved === null) return
  const chats = picked
    .filter(({ id }) => moved.includes(id))
    .map(({ id, title }) => ({ id, title }))
  const earlier = context.room.state.moved?.chats ?? []
  tell(context, { moved: { chats: [...earlier, ...chats], at: context.now() } })
}

/** A little room is enough for saving to work again, and not for what comes next. */
async function lookAtDisk({ room, program }: Context): Promise<void> {
  if (!room.isDiskFull) return
  room.isDiskFull = (await program.space.freeBytes()) < WANTED_ON_FULL_DISK
}

/** Moving is a write as well. It is tried again when something came free. */
function noneOnFullDisk(error: unknown): null {
  if (toFailure(error).code !== 'disk_full') throw error
  return null
}

async function isCopyMade({ copyBeforeDelete, log }: Context): Promise<boolean> {
  try {
    return await copyBeforeDelete('little')
  } catch (error) {
    log.warn('no copy was made before room was', { error })
    return false
  }
}

/** Never the open chat, and none in which a reply is being written. */
export async function untouchable(context: Pick<Context, 'read' | 'turns'>): Promise<Id[]> {
  const { openConversationId } = await context.read.settings.get()
  const running = [...context.turns.values()].map(({ conversationId }) => conversationId)
  return [...(openConversationId ? [openConversationId] : []), ...running]
}

/** Moves to the trash those of these that may be; answers which. */
export async function moveOldest(context: Context, ids: Id[]): Promise<Id[]> {
  const except = await untouchable(context)
  const rows = await context.read.conversations.all(ids)
  const movable = rows
    .filter(({ id, pinned, deletedAt }) => !pinned && deletedAt === null && !except.includes(id))
    .filter(({ id }) => !runningIn(context, id))
    .map(({ id }) => id)
  if (movable.length === 0) return []
  tellOfConversations(
    context,
    await context.write.conversations.moveToTrash(movable, context.now()),
  )
  return movable
}

/** Brings back what was moved by itself. */
export async function putBack(context: Context): Promise<void> {
  const { moved } = context.room.state
  if (!moved) throw new AppError('not_found', 'nothing was moved')
  context.room.isPaused = true
  const ids = moved.chats.map(({ id }) => id)
  tellOfConversations(context, await context.write.conversations.restore(ids))
  tell(context, { moved: null })
}
