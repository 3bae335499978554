import type { Tallies, Tally } from '@contract/backup'
import type Database from 'better-sqlite3'
import { ALL, type Category, isReplaced, partsOf, type Part } from './categories'
import { referencesFrom, removeOthers } from './mergeRemoval'
import { tableOf } from './mergeTable'

/** Two databases of one schema, over connections of their own. */
export interface Sides {
  source: Database.Database
  target: Database.Database
}

export interface MergeOptions {
  only: readonly Category[]
  /** Of these, what the backup lacks goes, and its version of everything is taken. */
  replace: readonly Category[]
  /** Null: it is only counted. Called before a message of the target is changed. */
  write: { onMessage(seq: number): void } | null
  /** Hears the name of a table and how many of its rows have been compared. */
  tell?: ((table: string, rows: number) => void) | undefined
}

/**
 * Brings the chosen categories of one database into another, row by row, so that memory does not grow
 * with them. Where both have a thing and it differs, the newer one is taken; of two that have no time,
 * the one that is here. To be called within a transaction, with foreign keys switched off; what then
 * refers to something that is not there has to be mended.
 */
export function merge(sides: Sides, options: MergeOptions): Tallies {
  const tallies: Tallies = {}
  // What is merged stays, and so does what it needs.
  const replaced = ALL.filter((category) => isReplaced(options, category))
  const outside = referencesFrom(sides.target, replaced)
  for (const category of ALL.filter((known) => options.only.includes(known))) {
    for (const part of partsOf(category)) {
      const tally = mergePart(
        sides,
        part,
        { ...options, replace: replaced.includes(category) },
        outside,
      )
      const name = part.table === 'messages' ? 'messages' : part.counted ? category : null
      if (name) tallies[name] = sum(tallies[name], tally)
    }
  }
  return tallies
}

function mergePart(
  sides: Sides,
  part: Part,
  options: Omit<MergeOptions, 'replace'> & { replace: boolean },
  outside: ReturnType<typeof referencesFrom>,
): Tally {
  const { replace, write, tell } = options
  const tally = { adds: 0, updates: 0, identical: 0, conflicts: 0, removes: 0 }
  const table = tableOf(sides, part, replace)
  if (replace) {
    const { removed, kept } = removeOthers(table, outside(part.table), write !== null)
    tally.removes += removed
    tally.conflicts += kept
  }
  // Nothing has to be compared with nothing.
  if (!write && table.isEmpty()) return { ...tally, adds: table.count() }
  // All of them keep their places in the order of creation, or all come last: in between, two
  // histories would be shuffled.
  const keepSeq = write !== null && table.fits()
  let rows = 0
  for (const row of table.rows()) {
    const known = table.find(row)
    const outcome = known ? compare(table, row, known, replace) : 'adds'
    tally[outcome] += 1
    if (write && outcome === 'adds') table.insert(row, keepSeq)
    if (write && known && (outcome === 'updates' || (replace && outcome === 'identical'))) {
      if (part.table === 'messages' && table.differs(row, known)) write.onMessage(table.seq(known))
      table.update(row)
    }
    if ((rows += 1) % 1000 === 0) tell?.(part.table, rows)
  }
  if (rows % 1000 > 0) tell?.(part.table, rows)
  return tally
}

function compare(
  table: ReturnType<typeof tableOf>,
  row: unknown[],
  known: unknown[],
  replace: boolean,
): 'updates' | 'identical' | 'conflicts' {
  if (!table.differs(row, known)) return 'identical'
  return replace || table.isNewer(row, known) ? 'updates' : 'conflicts'
}

function sum(one: Tally | undefined, other: Tally): Tally {
  if (!one) return other
  const added = { ...one }
  for (const name of Object.keys(other) as (keyof Tally)[]) added[name] += other[name]
  return added
}
