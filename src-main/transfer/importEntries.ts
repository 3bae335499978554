import { randomUUIDv7 } from 'node:crypto'
import type { Id } from '@contract/entities'
import type { SettingsPatch } from '@contract/settings'
import type { ImportedEntry } from '@contract/imports'
import type { Switch } from '@contract/transfer'
import { SWITCHES } from '@contract/values'
import type { Considered } from '../db/importConfig'
import { isKnown } from '../db/importKnown'
import type { ImportRun } from '../db/importWrite'
import type { ReadableDb } from '../db/open'
import type { Writes } from '../db/queries'
import { AppError } from '../errors'
import type { Item, Skipped } from './foreign'
import type { ForeignEntry } from './foreignEntry'

/** What of a file is imported: all of it, and keys only where the user says so. */
export interface ImportChoice {
  only?: readonly Switch[]
  withKeys?: boolean
}

/** The key store, as far as an import needs it. */
export interface KeyPlace {
  save(id: Id, secret: string): Promise<void>
  remove(id: Id): Promise<void>
}

interface Gathered {
  holds: Switch[]
  entries: ImportedEntry[]
  skipped: Skipped[]
  total: number
}

/** What a file holds besides conversations, gathered while it is read. */
export interface Entries {
  /** Notes which of what can be chosen an item is of. */
  hold(item: Item): void
  /** The same, and an entry itself. */
  consider(format: string, item: Item): void
  /** Answers how to forget what was noted since, where the file turns out to be damaged. */
  mark(): () => void
  fresh: Considered[]
  /** Adds to a report what is brought and what is not. */
  addTo(report: Gathered): void
}

export function openEntries(db: ReadableDb | null, choice: ImportChoice): Entries {
  const chosen = new Set<Switch>(choice.only ?? SWITCHES)
  const fresh: Considered[] = []
  const skipped: Skipped[] = []
  let holds = new Set<Switch>()
  let seen = new Set<string>()

  function reasonAgainst(format: string, entry: ForeignEntry): Skipped['reason'] | null {
    if (!chosen.has(entry.under)) return 'not_chosen'
    if (entry.kind === 'key' && !choice.withKeys) return 'secret'
    const key = JSON.stringify([format, entry.kind, entry.id])
    if (seen.has(key) || (db && isKnown(db, format, entry))) return 'already_exists'
    seen.add(key)
    return null
  }

  function hold(item: Item): void {
    if ('conversation' in item) {
      holds.add('conversations')
      if (item.conversation.projects?.length) holds.add('projects')
    }
    if (!('entry' in item)) return
    const { entry } = item
    holds.add(entry.under)
    if (entry.kind === 'provider' && Object.keys(entry.provider.headers).length > 0) {
      holds.add('apiKeys')
    }
  }

  return {
    fresh,
    hold,
    consider(format, item) {
      hold(item)
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
      const [known, held] = [new Set(seen), new Set(holds)]
      return () => {
        holds = held
        fresh.length = before[0]
        skipped.length = before[1]
        seen = known
      }
    },
    addTo(report) {
      report.holds = SWITCHES.filter((each) => holds.has(each))
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

/** The settings among entries, which are written when the run ends. */
export function settingsOf(fresh: Considered[]): SettingsPatch[] {
  return fresh.flatMap(({ entry }) => (entry.kind === 'setting' ? [entry.patch] : []))
}

/**
 * Writes all entries but the settings in one transaction, so that a kill leaves all of them or none. Which
 * keys come is noted before their secrets are kept, and these are kept before the rows that name them.
 */
export async function bringEntries(
  write: Writes['importConfig'],
  run: ImportRun,
  fresh: Considered[],
  keys: KeyPlace | undefined,
): Promise<void> {
  const secrets = fresh.flatMap(({ format, entry }) =>
    entry.kind === 'key'
      ? [{ format, foreignId: entry.id, id: randomUUIDv7(), secret: entry.secret }]
      : [],
  )
  if (secrets.length > 0) {
    if (!keys) throw new AppError('bad_input', 'there is no place for keys')
    const noted = secrets.map(({ format, foreignId, id }) => ({ format, foreignId, id }))
    await write.noteKeys(run, noted)
    for (const { id, secret } of secrets) await keys.save(id, secret)
  }
  const ids = new Map(secrets.map(({ foreignId, id }) => [foreignId, id]))
  await write.writeEntries(run, fresh.map(withoutSecret), ids)
}

/** To the writer goes no secret. */
function withoutSecret({ format, entry }: Considered): Considered {
  return { format, entry: entry.kind === 'key' ? { ...entry, secret: '' } : entry }
}
