import type { ContentUse } from '@contract/attachments'
import { scanAttachments } from '../attachments/scan'
import { activePlace } from './activePlace'
import type { CliContext, Command } from './command'
import { counts } from '../db/conversations'
import { schemaVersion } from '../db/migrate'
import { closeDatabase, type ReadableDb } from '../db/open'
import { databaseId } from '../db/settings'
import { checkDatabase } from '../db/doctor'
import { toFailure } from '../errors'
import { compare, lastKnownFile, recall } from '../storage/lastKnown'
import { paths } from '../storage/layout'
import { readLock } from '../storage/lock'
import { probe } from '../storage/probe'
import { DEFAULT_PROFILE } from '../storage/profiles'

interface Check {
  name: string
  ok: boolean
  detail: string
}

/** Examines the root and the active profile's history, and changes nothing. */
export const doctor: Command = {
  usage: '',
  summary: 'Checks the data folder and the database; changes nothing.',
  options: {},
  words: [0, 0],
  run: async (context) => {
    const { profileId: profile } = activePlace(context.root)
    const checks = [...examineRoot(context)]
    for await (const check of examineHistory(context, profile)) checks.push(check)
    const ok = checks.every((check) => check.ok)
    return { ok, output: { ok, root: context.root.path, profile, checks } }
  },
}

function* examineRoot({ root, now, progress }: CliContext): Generator<Check> {
  progress('checking the data folder')
  yield {
    name: 'first_choice',
    ok: !root.fallback,
    detail: [root.kind, root.reason, ...root.warnings].join(', '),
  }
  const written = probe(root.path, 0)
  yield {
    name: 'writable',
    ok: written.ok,
    detail: written.ok ? `${written.free} bytes free` : `${written.reason}: ${written.detail}`,
  }
  const lock = readLock(paths(root.path, DEFAULT_PROFILE).lock, now())
  const holder = 'pid' in lock ? ` by process ${lock.pid} on ${lock.host}` : ''
  yield { name: 'lock', ok: lock.state !== 'elsewhere', detail: `${lock.state}${holder}` }
}

async function* examineHistory(context: CliContext, profile: string): AsyncGenerator<Check> {
  const { root, appDataDir, progress } = context
  const known = recall(lastKnownFile(root, appDataDir), profile)
  let db: ReadableDb | undefined
  try {
    progress('opening the database')
    db = context.openDatabase(paths(root.path, profile).database)
    yield { name: 'database', ok: true, detail: `schema ${schemaVersion(db.$client)}` }
    progress('reading every page of the database')
    yield* checkDatabase(db).checks
    const { conversations, messages } = counts(db)
    const problem = compare(known, { databaseId: databaseId(db), conversations, messages })
    const detail = `${conversations} conversations, ${messages} messages`
    yield {
      name: 'counts',
      ok: problem === null,
      detail: problem ? `${detail}, ${problem}` : detail,
    }
    progress('reading every attached file')
    yield await examineAttachments(db, paths(root.path, profile).attachments)
  } catch (error) {
    const { code, detail = '' } = toFailure(error)
    // A root that never held a history is in order without one.
    const isNew = code === 'database_missing' && compare(known, null) === null
    yield { name: 'database', ok: isNew, detail: isNew ? 'none yet' : `${code}: ${detail}` }
  } finally {
    if (db) closeDatabase(db)
  }
}

/** Names the chats that have lost a file. What nobody refers to is no fault: it goes by itself. */
async function examineAttachments(db: ReadableDb, folder: string): Promise<Check> {
  const control = { progress: () => undefined, isCancelled: () => false }
  const scan = await scanAttachments(db, folder, control)
  const { files = 0, missing = [], damaged = [], orphaned = [] } = scan ?? {}
  const lines = [
    `${files} files, ${orphaned.length} of them unused`,
    ...missing.map((use) => `missing: ${named(use)}`),
    ...damaged.map((use) => `damaged: ${named(use)}`),
  ]
  const ok = missing.length === 0 && damaged.length === 0
  return { name: 'attachments', ok, detail: lines.join('\n') }
}

function named({ names, conversations, isDraft }: ContentUse): string {
  const places = conversations.map(({ title, id }) => `"${title}" (${id})`)
  if (isDraft) places.push('a draft')
  return `${names.join(', ')} in ${places.join(', ') || 'no chat'}`
}
