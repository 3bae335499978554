import type { Message, Path } from '@contract/entities'
import type { Failure } from '@contract/errors'

/** A question on its way to main: shown, but not yet a message. */
export interface Unsent {
  id: string
  text: string
  /** The names of its files. */
  files: readonly string[]
}

/** The visible branch of a conversation, as far as it has been read: positions may be missing. */
export interface Thread {
  total: number
  ids: Readonly<Record<number, string>>
  versions: Readonly<Record<string, readonly string[]>>
  unsent: Unsent | null
  loaded: boolean
  failure: Failure | null
}

export const emptyThread: Thread = {
  total: 0,
  ids: {},
  versions: {},
  unsent: null,
  loaded: false,
  failure: null,
}

type ById = Readonly<Record<string, Message>>

/** Beyond this many messages those farthest from what was read last are let go. */
const KEPT = 2000
const NEAR = 700

export function lastIdOf(thread: Thread) {
  return thread.ids[thread.total - 1]
}

export function positionOf(thread: Thread, id: string) {
  const found = Object.entries(thread.ids).find(([, known]) => known === id)
  return found && Number(found[0])
}

/**
 * Lays a window of the branch over what is known. After `path.changed` only those known messages
 * stay that provably join the window: each must be the parent of the one after it.
 */
export function withWindow(thread: Thread, path: Path, byId: ById, changed: boolean): Thread {
  const ids: Record<number, string> = {}
  if (!changed && path.total === thread.total) Object.assign(ids, thread.ids)
  else if (thread.loaded) keepJoined(ids, thread, path, byId)
  path.messages.forEach((message, index) => (ids[path.from + index] = message.id))

  const versions = { ...thread.versions }
  for (const message of path.messages) delete versions[message.id]
  Object.assign(versions, path.versions)
  return {
    ...thread,
    total: path.total,
    ids: letGo(ids, path.from, path.total),
    versions,
    loaded: true,
    failure: null,
  }
}

function keepJoined(ids: Record<number, string>, thread: Thread, path: Path, byId: ById) {
  let parent = path.messages[0]?.parentId
  for (let position = path.from - 1; position >= 0; position -= 1) {
    const id = thread.ids[position]
    if (id === undefined || id !== parent) return
    ids[position] = id
    parent = byId[id]?.parentId
  }
}

function letGo(ids: Record<number, string>, from: number, total: number) {
  const positions = Object.keys(ids).map(Number)
  if (positions.length <= KEPT) return ids
  const near = positions.filter((at) => Math.abs(at - from) < NEAR || total - at < NEAR)
  return Object.fromEntries(near.map((at) => [at, ids[at] ?? '']))
}

/** A message that was saved joins the branch when it answers the last one. */
export function withSaved(thread: Thread, message: Message): Thread {
  const unsent = thread.unsent?.id === message.id ? null : thread.unsent
  const last = lastIdOf(thread)
  const joins = thread.total === 0 ? message.parentId === null : message.parentId === last
  const known = last === message.id || positionOf(thread, message.id) !== undefined
  if (!joins || known || message.deletedAt !== null) {
    return unsent === thread.unsent ? thread : { ...thread, unsent }
  }
  return {
    ...thread,
    unsent,
    total: thread.total + 1,
    ids: { ...thread.ids, [thread.total]: message.id },
    loaded: true,
  }
}
