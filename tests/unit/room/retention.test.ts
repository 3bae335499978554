import { expect, test } from 'vitest'
import {
  type Moment,
  review,
  type TrashWatch,
  warnedUntil,
} from '../../../src-main/domain/retention'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const BEGAN = Date.UTC(2026, 0, 1)
const DAYS = 30

/** One trash, one program that is started and ended, and a clock that may be wrong. */
function trash(...deletedAt: number[]) {
  const chats = deletedAt.map((at, index) => ({ id: `chat ${index}`, deletedAt: at }))
  let watch: TrashWatch | null = null
  let moment: Moment = { now: BEGAN, ranFor: 0, run: 'first' }
  return {
    chats,
    /** Looks again after this; the clock may have been put elsewhere meanwhile. */
    look(passed: number, { run = moment.run, leap = 0 } = {}) {
      const ranFor = run === moment.run ? moment.ranFor + passed : 0
      moment = { now: moment.now + passed + leap, ranFor, run }
      const soon = chats.filter((chat) => chat.deletedAt <= warnedUntil(DAYS, moment.now))
      const done = review(watch, soon, DAYS, moment)
      watch = done.watch
      return { due: done.due, expiring: done.expiring }
    },
    now: () => moment.now,
  }
}

test('nobody is told of what goes in more than a day, and nothing goes', () => {
  const { look } = trash(BEGAN)
  expect(look(28 * DAY)).toEqual({ due: [], expiring: null })
})

test('a chat goes when its time is over and it was told of a day before', () => {
  const { look } = trash(BEGAN)
  look(0)
  for (let day = 1; day < 29; day += 1) expect(look(DAY).expiring).toBe(null)
  expect(look(DAY)).toEqual({ due: [], expiring: { count: 1, at: BEGAN + 30 * DAY } })
  for (let hour = 1; hour < 24; hour += 1) expect(look(HOUR).due).toEqual([])
  expect(look(HOUR)).toEqual({ due: ['chat 0'], expiring: null })
})

test('what is long over when that is chosen is told of first, for a whole day', () => {
  const { look, now } = trash(BEGAN - 400 * DAY, BEGAN - 300 * DAY)
  expect(look(0)).toEqual({ due: [], expiring: { count: 2, at: BEGAN + DAY } })
  expect(look(23 * HOUR).due).toEqual([])
  expect(look(HOUR).due).toEqual(['chat 0', 'chat 1'])
  expect(now()).toBe(BEGAN + DAY)
})

test('at the next start after a day it goes, and not at one before', () => {
  const { look } = trash(BEGAN - 400 * DAY)
  look(0)
  expect(look(20 * HOUR, { run: 'second' }).due).toEqual([])
  expect(look(5 * HOUR, { run: 'third' }).due).toEqual(['chat 0'])
})

test('after a week without the program it is told of anew', () => {
  const { look, now } = trash(BEGAN - 400 * DAY)
  look(0)
  expect(look(8 * DAY, { run: 'second' }).due).toEqual([])
  expect(look(23 * HOUR).expiring).toEqual({ count: 1, at: now() + HOUR })
  expect(look(HOUR).due).toEqual(['chat 0'])
})

test.for([1, 2, 3, 30, 3650].map((days) => days * DAY))(
  'a clock that leaps by %i deletes nothing by itself, while the program runs or between two starts',
  (leap) => {
    for (const run of ['first', 'second']) {
      const { look } = trash(BEGAN - 10 * DAY)
      look(HOUR)
      expect(look(HOUR, { run, leap }).due).toEqual([])
      // The clock is put right again.
      expect(look(HOUR, { run, leap: -leap })).toEqual({ due: [], expiring: null })
      expect(look(18 * DAY).due).toEqual([])
    }
  },
)

test('a day by the clock is none while the program runs: it has to pass', () => {
  const { look } = trash(BEGAN - 400 * DAY)
  look(0)
  expect(look(HOUR, { leap: 30 * HOUR }).due).toEqual([])
  expect(look(22 * HOUR).due).toEqual([])
  expect(look(HOUR).due).toEqual(['chat 0'])
})

test('a clock that leaps again and again deletes nothing', () => {
  const { look } = trash(BEGAN - 10 * DAY)
  for (let leaps = 0; leaps < 20; leaps += 1) {
    expect(look(HOUR, { run: `start ${leaps}`, leap: 40 * DAY }).due).toEqual([])
  }
})

test('a clock that goes back deletes nothing, and tells anew', () => {
  const { look } = trash(BEGAN - 400 * DAY)
  look(0)
  expect(look(HOUR, { leap: -3 * DAY }).due).toEqual([])
  expect(look(23 * HOUR).due).toEqual([])
  expect(look(HOUR).due).toEqual(['chat 0'])
})

test('a chat that is brought back and deleted again is told of again', () => {
  const { look, chats } = trash(BEGAN - 400 * DAY)
  look(0)
  const [chat] = chats
  if (chat) chat.deletedAt = BEGAN - 300 * DAY
  expect(look(25 * HOUR).due).toEqual([])
  expect(look(25 * HOUR).due).toEqual(['chat 0'])
})

test('a chat that comes back with a backup is told of like any other', () => {
  const { look } = trash(BEGAN - 400 * DAY)
  look(0)
  expect(look(24 * HOUR).due).toEqual(['chat 0'])
  const other = trash(BEGAN - 400 * DAY)
  expect(other.look(24 * HOUR).due).toEqual([])
})
