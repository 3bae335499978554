import { lstatSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import {
  isMissing,
  namesIn,
  renamePatientlySync,
  syncFolderSync,
  writeFileAtomicSync,
} from '../storage/files'

// Several renames are one step only if a start after a crash can finish them: so they are written down
// first, in one file that is there as a whole or not at all. From then on the outcome is decided.

const REASONS = ['restore', 'salvage', 'set_aside', 'undo'] as const

interface Move {
  from: string
  to: string
}

interface Plan {
  reason: (typeof REASONS)[number]
  moves: Move[]
}

export type SwapReason = Plan['reason']

/** What may lie beside a database and belongs to it: the log, its index, and a rollback journal. */
export const SIDE_FILES = ['-wal', '-shm', '-journal'] as const

/** The name under which a new database waits, in the same folder, until it takes its place. */
export function incomingFile(databaseFile: string, now: number) {
  return `${databaseFile}.incoming-${stamp(now)}`
}

/**
 * Sets the present database aside with all that belongs to it, and puts `incoming`, a whole and synced
 * file, in its place. Killed at any point, {@link finishRestore} completes it or nothing has happened.
 * `verify` then opens the new one: where it throws, the old one is put back. Answers where the old
 * files are now.
 */
export function swapIn(
  databaseFile: string,
  incoming: string,
  reason: 'restore' | 'salvage',
  now: number,
  verify: () => void,
): string[] {
  const aside = asideMoves(databaseFile, now)
  const moves = [...aside, { from: basename(incoming), to: basename(databaseFile) }]
  const folder = dirname(databaseFile)
  writePlan(folder, { reason, moves })
  try {
    completeMoves(folder, moves)
    verify()
  } catch (error) {
    const back = moves.map(({ from, to }) => ({ from: to, to: from })).toReversed()
    writePlan(folder, { reason: 'undo', moves: back })
    completeMoves(folder, back)
    throw error
  }
  return aside.map(({ to }) => join(folder, to))
}

/**
 * Renames a database, and its log with it, to `<name>.damaged-<time>`; nothing is deleted. Answers the
 * new names; none where nothing was there.
 */
export function setAside(databaseFile: string, now: number): string[] {
  finishRestore(databaseFile, now)
  const moves = asideMoves(databaseFile, now)
  const folder = dirname(databaseFile)
  if (moves.length > 0) {
    writePlan(folder, { reason: 'set_aside', moves })
    completeMoves(folder, moves)
  }
  return moves.map(({ to }) => join(folder, to))
}

/**
 * Completes what a crash interrupted, and clears away a new database that had not been decided on.
 * To be called before anything looks at the database. Answers what was completed; null mostly.
 */
export function finishRestore(databaseFile: string, now: number): SwapReason | null {
  const folder = dirname(databaseFile)
  const journal = join(folder, JOURNAL)
  const plan = readPlan(journal)
  if (plan === 'damaged') {
    // Nobody can say what was meant: everything is kept, also what waits to come in.
    renamePatientlySync(journal, `${journal}.damaged-${stamp(now)}`)
    return null
  }
  if (plan) completeMoves(folder, plan.moves)
  clearIncoming(databaseFile)
  return plan?.reason ?? null
}

/** Removes new databases that never took their place. They are copies of what is still elsewhere. */
export function clearIncoming(databaseFile: string) {
  const folder = dirname(databaseFile)
  const waiting = `${basename(databaseFile)}.incoming-`
  for (const name of namesIn(folder)) {
    const partial = name.startsWith(`${JOURNAL}.`) && name.endsWith('.partial')
    if (name.startsWith(waiting) || partial) rmSync(join(folder, name), { force: true })
  }
}

function stamp(now: number) {
  return new Date(now).toISOString().replaceAll(/[:.]/g, '-')
}

const JOURNAL = 'restore.json'

function asideMoves(databaseFile: string, now: number) {
  const name = basename(databaseFile)
  const target = freeName(dirname(databaseFile), `${name}.damaged-${stamp(now)}`)
  // The names go on fitting together, so that SQLite finds the log of the one set aside.
  return ['', ...SIDE_FILES]
    .filter((side) => exists(`${databaseFile}${side}`))
    .map((side) => ({ from: `${name}${side}`, to: `${target}${side}` }))
}

function writePlan(folder: string, plan: Plan) {
  writeFileAtomicSync(join(folder, JOURNAL), `${JSON.stringify(plan, null, 2)}\n`)
}

/** May be repeated: a move is done when its source is gone or its target is there. */
function completeMoves(folder: string, moves: Plan['moves']) {
  for (const { from, to } of moves) {
    if (!exists(join(folder, from)) || exists(join(folder, to))) continue
    renamePatientlySync(join(folder, from), join(folder, to))
    // Each by itself: a file system without a journal may otherwise keep a later one and lose this.
    syncFolderSync(folder)
  }
  rmSync(join(folder, JOURNAL), { force: true })
  syncFolderSync(folder)
}

function readPlan(journal: string): Plan | 'damaged' | null {
  try {
    const plan: unknown = JSON.parse(readFileSync(journal, 'utf8'))
    return isPlan(plan) ? plan : 'damaged'
  } catch (error) {
    if (isMissing(error)) return null
    if (error instanceof SyntaxError) return 'damaged'
    throw error
  }
}

/** By hand: this runs at every start, in a thread that needs zod for nothing else. */
function isPlan(value: unknown): value is Plan {
  if (typeof value !== 'object' || value === null) return false
  if (!('reason' in value) || !('moves' in value) || !Array.isArray(value.moves)) return false
  return REASONS.some((reason) => reason === value.reason) && value.moves.every(isMove)
}

function isMove(value: unknown): value is Move {
  if (typeof value !== 'object' || value === null) return false
  return 'from' in value && 'to' in value && isName(value.from) && isName(value.to)
}

/** Not a path: the folder may have travelled before the program starts again. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[^/\\]+$/.test(value)
}

function freeName(folder: string, wanted: string) {
  const taken = namesIn(folder)
  const isFree = (name: string) => !taken.some((other) => other.startsWith(name))
  let name = wanted
  for (let n = 2; !isFree(name); n += 1) name = `${wanted}-${n}`
  return name
}

/** A link that leads nowhere is there, too. */
function exists(path: string) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
