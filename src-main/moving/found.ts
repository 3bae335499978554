import { statSync } from 'node:fs'
import type { FoundRoot } from '@contract/moving'
import { countHistory } from '../backup/restore'
import { readPrivately } from '../db/privately'
import { folderSize } from '../storage/files'
import { type LastKnown, lastKnownFile, recall, rememberedRoots } from '../storage/lastKnown'
import { isRoot, LAYOUT, movedOn, paths, readRoot } from '../storage/layout'
import { readProfiles } from '../storage/profiles'
import { systemFolder } from '../storage/root'
import { realPath } from '../storage/rootRules'
import { readPointer } from './finish'
import { type Move, readMoves } from './journal'

const UNREADABLE = { conversations: null, messages: null }
const READ_UP_TO = 256 * 1024 * 1024

export interface Where {
  appDataDir: string
  /** The root that is open now. */
  current: string
  /** Where this program would keep its data beside itself. */
  portable: string | null
  now: number
}

/**
 * Other roots on this machine, as far as something names them: the pointer and former ones, moves, what is
 * remembered, the system's folder, a portable one. Those without a conversation are left out, unless a
 * move left them. Nothing is changed, and nothing is written beside them.
 */
export async function findRoots(where: Where): Promise<FoundRoot[]> {
  const { appDataDir, current, portable, now } = where
  const moves = readMoves(appDataDir, now)
  const named = [
    ...moves.flatMap(({ from, to, pointerBefore }) => [from, to, pointerBefore]),
    readPointer(appDataDir),
    systemFolder({ appDataDir }),
    portable,
    ...rememberedRoots(appDataDir),
  ]
  const folders = new Set(named.flatMap((path) => (path === null ? [] : realPath(path))))
  folders.delete(current)
  const found: FoundRoot[] = []
  for (const path of folders) {
    if (!isRoot(path)) continue
    const left = moves.find((move) => move.from === path && move.phase === 'left')
    const root = await describe(path, left, where)
    if (root.conversations !== 0 || root.moveId !== null) found.push(root)
  }
  return found.toSorted((one, other) => (other.usedAt ?? 0) - (one.usedAt ?? 0))
}

async function describe(path: string, left: Move | undefined, { appDataDir, current }: Where) {
  const root = readRoot(path)
  const isOldCopy = movedOn(path) !== null
  const memory = lastKnownFile({ path, kind: 'moved' }, appDataDir)
  const found = readProfiles(path).map(({ id, name }) => ({
    id,
    name,
    history: lookInto(paths(path, id).database, recall(memory, id)),
  }))
  const isRead = found.every(({ history }) => history !== 'unreadable')
  const counts = found.flatMap(({ history }) => (typeof history === 'object' ? [history] : []))
  const isDeletable = left !== undefined && isOldCopy && left.rootId === readRoot(current)?.id
  return {
    path,
    conversations: isRead ? sum(counts.map(({ conversations }) => conversations)) : null,
    messages: isRead ? sum(counts.map(({ messages }) => messages)) : null,
    usedAt: counts.length > 0 ? Math.max(...counts.map(({ usedAt }) => usedAt)) : null,
    bytes: await folderSize(path),
    isOldCopy,
    // An old copy leads to where its data is now, and a newer program's root cannot be opened.
    canOpen: !isOldCopy && (root?.layout ?? Infinity) <= LAYOUT,
    moveId: isDeletable ? left.id : null,
    profiles: found.flatMap(({ id, name, history }) => {
      if (history === 'none') return []
      const { conversations, messages } = history === 'unreadable' ? UNREADABLE : history
      return { id, name, conversations, messages }
    }),
  } satisfies FoundRoot
}

/** A history may have to be copied to be read unchanged: of a large one is said what is remembered. */
function lookInto(database: string, known: LastKnown | null) {
  const found = statSync(database, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size === 0) return 'none' as const
  try {
    const log = statSync(`${database}-wal`, { throwIfNoEntry: false })
    const usedAt = Math.round(Math.max(found.mtimeMs, log?.mtimeMs ?? 0))
    if (known && found.size > READ_UP_TO) return { ...known, usedAt }
    return { ...readPrivately(database, countHistory), usedAt }
  } catch {
    return 'unreadable' as const
  }
}

function sum(numbers: number[]) {
  return numbers.reduce((total, number) => total + number, 0)
}
