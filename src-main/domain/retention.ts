import type { Id } from '@contract/entities'

const DAY = 86_400_000
const HOUR = 3_600_000
/** A clock that went on by so much more than the program ran was set, or the machine slept for days. */
const ODD_WITHIN = 2 * DAY
/** After so long without the program nobody remembers a warning. */
const ODD_BETWEEN = 7 * DAY

/** A chat in the trash of which the user was told that it will go. */
interface Warning {
  deletedAt: number
  /** When it was first told of, by the clock, and after how many milliseconds of which run. */
  at: number
  ranFor: number
  run: string
}

/** What was told of, and when the trash was last looked at; kept beside the history and in no copy of it. */
export interface TrashWatch {
  lookedAt: number
  ranFor: number
  run: string
  warned: Record<Id, Warning>
}

/** The present time: by the clock, which may be wrong, and by how long this run of the program has lasted. */
export interface Moment {
  now: number
  ranFor: number
  run: string
}

export interface Reviewed {
  watch: TrashWatch
  /** Chats that go now. */
  due: Id[]
  /** Chats that the user is told of, and before when none of them goes. */
  expiring: { count: number; at: number } | null
}

/** Chats that were put into the trash until then are told of, or go: a day before their time is over. */
export function warnedUntil(days: number, now: number): number {
  return now - (days - 1) * DAY
}

/**
 * Decides which of the chats in the trash go for good. None goes that the user was not told of a day
 * before: in this run of the program for 24 hours that really passed, or in an earlier one. Where the clock
 * went back, leapt, or nobody was here for a week, all are told of anew, so that no clock deletes anything
 * by itself. A chat that was brought back, or came with a backup, is told of like any other.
 */
export function review(
  known: TrashWatch | null,
  chats: readonly { id: Id; deletedAt: number }[],
  days: number,
  moment: Moment,
): Reviewed {
  const { now } = moment
  const isOdd = known === null || hasLeapt(known, moment)
  const warned: TrashWatch['warned'] = {}
  const due: Id[] = []
  const times: number[] = []
  for (const { id, deletedAt } of chats) {
    const before = known?.warned[id]
    const warning =
      before && !isOdd && before.deletedAt === deletedAt
        ? before
        : { ...moment, deletedAt, at: now }
    const at = Math.max(deletedAt + days * DAY, warning.at + DAY)
    warned[id] = { deletedAt, at: warning.at, ranFor: warning.ranFor, run: warning.run }
    if (at <= now && hasStood(warning, moment)) due.push(id)
    else times.push(at)
  }
  const expiring = times.length === 0 ? null : { count: times.length, at: earliest(times, now) }
  return { watch: { ...markOf(moment), warned }, due, expiring }
}

function markOf({ now, ranFor, run }: Moment): Omit<TrashWatch, 'warned'> {
  return { lookedAt: now, ranFor, run }
}

function hasLeapt(known: TrashWatch, { now, ranFor, run }: Moment): boolean {
  const passed = now - known.lookedAt
  if (passed < -HOUR) return true
  if (known.run !== run) return passed > ODD_BETWEEN
  return passed - (ranFor - known.ranFor) > ODD_WITHIN
}

function hasStood(warning: Warning, { ranFor, run }: Moment): boolean {
  return warning.run !== run || ranFor - warning.ranFor >= DAY
}

/** Never a time that is over: what has to stand for longer goes at one of the next looks. */
function earliest(times: number[], now: number): number {
  return Math.max(
    times.reduce((least, time) => Math.min(least, time), Infinity),
    now,
  )
}
