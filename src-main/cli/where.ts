import { activePlace } from './activePlace'
import type { CliContext, Command } from './command'
import { counts } from '../db/conversations'
import { schemaVersion } from '../db/migrate'
import { closeDatabase } from '../db/open'
import { databaseId } from '../db/settings'
import { AppError, toFailure } from '../errors'
import { readMoves } from '../moving/journal'
import { compare, lastKnownFile, recall } from '../storage/lastKnown'
import { paths } from '../storage/layout'
import { describeRoot } from '../storage/root'

/** Says which folder holds the data, why, and what is in it. */
export const where: Command = {
  usage: '',
  summary: 'Says where the data lives, why, and what is in it.',
  options: {},
  words: [0, 0],
  run: async (context) => {
    const { path, kind, reason, fallback, warnings, tried } = context.root
    context.progress(describeRoot(context.root))
    const { profileId: profile } = activePlace(context.root)
    const history = lookInto(context, profile)
    const unfinished = readMoves(context.appDataDir, context.now())
      .filter(({ phase, from }) => phase !== 'left' && from === path)
      .map(({ from, to }) => ({ from, to }))[0]
    const place = { root: path, kind, reason, fallback, warnings, tried, profile }
    const output = { ...place, ...(unfinished && { unfinishedMove: unfinished }), ...history }
    return { ok: true, output }
  },
}

/** The counts of a profile's history; null where there is none yet, with the problem where there was. */
function lookInto(context: CliContext, profile: string) {
  const { root, appDataDir } = context
  const known = recall(lastKnownFile(root, appDataDir), profile)
  try {
    const db = context.openDatabase(paths(root.path, profile).database)
    try {
      const database = { schema: schemaVersion(db.$client), ...counts(db) }
      const code = compare(known, { databaseId: databaseId(db), ...database })
      return { database, ...(code && { problem: { code } }) }
    } finally {
      closeDatabase(db)
    }
  } catch (error) {
    const isNew = error instanceof AppError && error.failure.code === 'database_missing'
    if (isNew && compare(known, null) === null) return { database: null }
    return { database: null, problem: toFailure(error) }
  }
}
