import { randomUUIDv7 } from 'node:crypto'
import type { Id } from '@contract/entities'
import type { Switch } from '@contract/transfer'
import { SWITCHES } from '@contract/values'
import { type Considered, isKnown, type KeyIds, writeEntries } from '../db/importConfig'
import { beginRun, type ImportRun } from '../db/importWrite'
import type { ReadableDb, WritableDb } from '../db/open'
import { AppError } from '../errors'
import type { Keys } from '../storage/keys'
import type { Item, Skipped } from './foreign'
import type { ForeignEntry } from './foreignEntry'

/** What of a file is imported: all of it, and keys only where the user says so. */
export interface ImportChoice {
  only?: readonly Switch[]
  withKeys?: boolean
}

/** Where keys go; `allowPlain` where the user allowed it on a system that cannot encrypt. */
export interface KeyPlace {
  store: Keys
  allowPlain: boolean
}

/** Something that came with the conversations; `off` because it could run, and has to be switched on. */
export interface ImportedEntry {
  what: string
  under: Switch
  off: boolean
}

/** What a file holds besides conversations, gathered while it is read. */
export interface Entries {
  /** Notes an entry. Answers nothing for other items. */
  consider(format: string, item: Item): void
  /** Answers how to forget what was noted since, where the file turns out to be damaged. */
  mark(): () => void
  fresh: Considered[]
  /** Adds to a report what is brought and what is not. */
  addTo(report: { entries: ImportedEntry[]; skipped: Skipped[]; total: number }): void
}

export function openEntries(db: ReadableDb | null, choice: ImportChoice): Entries {
  const chosen = new Set<Switch>(choice.only ?? SWITCHES)
  const fresh: Considered[] = []
  const skipped: Skipped[] = []
  let seen = new Set<string>()

  function reasonAgainst(format: string, entry: ForeignEntry): Skipped['reason'] | null {
    if (!chosen.has(entry.under)) return 'not_chosen'
    if (entry.kind === 'key' && !choice.withKeys) return 'secret'
    const key = JSON.stringify([format, entry.kind, entry.id])
    if (seen.has(key) || (db && isKnown(db, format, entry))) return 'already_exists'
    seen.add(key)
    return null
  }

  return {
    fresh,
    consider(format, item) {
      if (!('entry' in item)) return
      const { entry } = item
      const reason = reasonAgainst(format, entry)
      if (reason) skipped.push({ what: entry.what, reason })
      else if (entry.kind !== 'provider' || choice.withKeys) fresh.push({ format, entry })
      else {
        const { headers, ...provider } = entry.provider
        fresh.push({ format, entry: { ...entry, provider: { ...provider, headers: {} } } })
        for (const name of Object.keys(headers)) {
          skipped.push({ what: `${entry.what} (${name})`, reason: 'secret' })
        }
      }
    },
    mark() {
      const before = [fresh.length, skipped.length] as const
      const known = new Set(seen)
      return () => {
        fresh.length = before[0]
        skipped.length = before[1]
        seen = known
      }
    },
    addTo(report) {
      for (const { entry } of fresh) {
        const { what, under, kind } = entry
        report.entries.push({ what, under, off: kind === 'mod' || kind === 'mcpServer' })
      }
      report.skipped.push(...skipped)
      report.total += fresh.length + skipped.length
    },
  }
}

/** A conversation as far as it was chosen; null where it was not. */
export function chosenOf<T extends Item>(item: T, { only }: ImportChoice): T | Item {
  if (!only || !('conversation' in item)) return item
  const { conversation } = item
  if (!only.includes('conversations')) {
    return { skipped: { what: conversation.title || conversation.id, reason: 'not_chosen' } }
  }
  return only.includes('projects') ? item : { conversation: { ...conversation, projects: [] } }
}

/**
 * Writes all entries in one transaction, so that a kill leaves all of them or none. Secrets are in the
 * key store before the rows that name them, and are taken out again where the rows cannot be written.
 */
export async function bringEntries(
  db: WritableDb,
  run: ImportRun,
  fresh: Considered[],
  keys: KeyPlace | undefined,
): Promise<void> {
  const ids = new Map<string, Id>()
  try {
    for (const { entry } of fresh) {
      if (entry.kind !== 'key') continue
      if (!keys) throw new AppError('bad_input', 'there is no place for keys')
      const id = randomUUIDv7()
      await keys.store.save(id, entry.secret, { allowPlain: keys.allowPlain })
      ids.set(entry.id, id)
    }
    const write = db.$client.transaction((known: KeyIds) => {
      beginRun(db, run)
      writeEntries(db, run, fresh, known)
    })
    write.immediate(ids)
  } catch (error) {
    for (const id of ids.values()) await keys?.store.remove(id)
    throw error
  }
}
