import type { ConversationFilter } from '@contract/library'
import { page, type ListPage } from '../../../src-main/db/lists'
import { path, type PathQuery } from '../../../src-main/db/messages'
import type { ReadableDb } from '../../../src-main/db/open'
import { find } from '../../../src-main/db/search/find'
import { read } from '../../../src-main/db/statistics'
import { ACTIVE } from '../../fixtures/lists'
import { type Figure, median, ratio } from '../figures'
import { named, type Sized } from './pages'

const LIMIT = 50
const STATISTICS_MS = 15
const LATER = 40
const SHORT = 40

type Work = () => unknown

/** What else is read out of a large history, each against the same of a small one, in turn. */
export function measureHistory(small: Sized, large: Sized, rounds: number): Figure[] {
  const pairs = { ...lists(small.db, large.db), ...chats(large.db) }
  const times = Object.fromEntries(
    Object.keys(pairs).map((what) => [what, { work: [] as number[], to: [] as number[] }]),
  )
  for (let round = -1; round < rounds; round += 1) {
    for (const [what, { work, to }] of Object.entries(pairs)) {
      const [taken, other] = [timed(work), timed(to)]
      if (round < 0) continue
      times[what]?.work.push(taken)
      times[what]?.to.push(other)
    }
  }
  return [
    ...Object.entries(pairs).map(([what, { name, budget }]) => {
      const { work, to } = times[what] ?? { work: [], to: [] }
      return {
        what,
        value: median(work),
        unit: 'ms' as const,
        against: { what: name ?? `in ${named(small.messages)}`, ratio: ratio(work, to) },
        ...(budget !== undefined && { budget }),
      }
    }),
    ...found(large),
    ...counted(large),
  ]
}

interface Pair {
  work: Work
  to: Work
  /** What `to` is. */
  name?: string
  budget?: number
}

function lists(small: ReadableDb, large: ReadableDb): Record<string, Pair> {
  const first = (db: ReadableDb, chosen: Partial<ConversationFilter> = {}) =>
    page(db, { filter: { ...ACTIVE, ...chosen }, after: null, limit: LIMIT })
  const inBoth = (chosen: Partial<ConversationFilter>) => ({
    work: () => first(large, chosen),
    to: () => first(small, chosen),
  })
  const later = laterPage(large)
  const of = (db: ReadableDb, table: 'tags' | 'projects') =>
    db.$client
      .prepare(`SELECT id FROM ${table} ORDER BY seq LIMIT 1 OFFSET 3`)
      .pluck()
      .get() as string
  const count = (db: ReadableDb) =>
    db.$client.prepare('SELECT count(*) FROM conversations').pluck().get() as number
  const name = `list, first of ${count(large)} conversations`
  return {
    [name]: inBoth({}),
    [`list, page ${LATER}`]: {
      work: () => page(large, { filter: ACTIVE, after: later, limit: LIMIT }),
      to: () => first(large),
      name: 'the first',
      budget: 3,
    },
    'list, by title': inBoth({ sort: 'title' }),
    'list, archived': inBoth({ shown: 'archived' }),
    'list, trash': inBoth({ shown: 'trash' }),
    'list, of a tag': {
      work: () => first(large, { tagId: of(large, 'tags') }),
      to: () => first(small, { tagId: of(small, 'tags') }),
    },
    'list, of a project': {
      work: () => first(large, { projectId: of(large, 'projects') }),
      to: () => first(small, { projectId: of(small, 'projects') }),
    },
  }
}

function laterPage(db: ReadableDb): ListPage['next'] {
  let after: ListPage['next'] = null
  for (let turn = 1; turn < LATER; turn += 1) {
    const { next } = page(db, { filter: ACTIVE, after, limit: LIMIT })
    if (next === null) break
    after = next
  }
  return after
}

function chats(db: ReadableDb): Record<string, Pair> {
  const long = longest(db)
  const short = db.$client
    .prepare('SELECT id FROM conversations WHERE message_count = ? LIMIT 1')
    .pluck()
    .get(SHORT) as string
  const middle = path(db, { conversationId: long, from: 15_000, limit: 1 }).messages[0]?.id
  const name = `${SHORT} messages`
  const asked = (query: Omit<PathQuery, 'limit'>) => () => path(db, { ...query, limit: 100 })
  const to = asked({ conversationId: short })
  return {
    'chat of 20,000 messages, its end': { work: asked({ conversationId: long }), to, name },
    'chat of 20,000 messages, jump to message 15,000': {
      work: asked({ conversationId: long, ...(middle !== undefined && { around: middle }) }),
      to,
      name,
    },
  }
}

function longest(db: ReadableDb): string {
  return db.$client
    .prepare('SELECT id FROM conversations ORDER BY message_count DESC LIMIT 1')
    .pluck()
    .get() as string
}

/** All steps of finding a word in the long chat. */
function found({ db }: Sized): Figure[] {
  const conversationId = longest(db)
  const { steps, value: matches } = walk((after: number | null, count: number) => {
    const step = find(db, { conversationId, text: 'value', after })
    return { next: step.next, value: count + step.matches.length }
  })
  return stepFigures('find in the chat of 20,000 messages', steps, `${matches} messages`)
}

/** All steps of counting the whole history. */
function counted({ db, messages }: Sized): Figure[] {
  const { steps } = walk((after) => ({ next: read(db, after, STATISTICS_MS).next, value: 0 }))
  return stepFigures(`statistics of ${named(messages)}`, steps, '')
}

function walk(
  step: (after: number | null, value: number) => { next: number | null; value: number },
) {
  const steps: number[] = []
  let next: number | null = null
  let value = 0
  do {
    const started = performance.now()
    ;({ next, value } = step(next, value))
    steps.push(performance.now() - started)
  } while (next !== null)
  return { steps, value }
}

function stepFigures(what: string, steps: number[], note: string): Figure[] {
  const all = steps.reduce((sum, step) => sum + step, 0)
  return [
    { what: `${what}, all`, value: all, unit: 'ms', note: `${steps.length} steps ${note}`.trim() },
    { what: '    longest step', value: Math.max(...steps), unit: 'ms' },
  ]
}

function timed(work: Work): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
