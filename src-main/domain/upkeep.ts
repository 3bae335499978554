import { setTimeout as wait } from 'node:timers/promises'
import { toFailure } from '../errors'
import type { Context } from './context'
import { clearLeft, reclaimLost } from './leftIndex'

/** First the window and its lists, then this. */
const START_AFTER_MS = 3000
/** How long one step may occupy a database thread; what a user asks for waits no longer. */
const STEP_MS = 30
/** The same while no reply is being written: fewer and larger transactions fill the index half as fast again. */
const LONG_STEP_MS = 100

/** What there is to do, each with all before it. */
const WORK = ['erasure', 'fill', 'all'] as const
type Work = (typeof WORK)[number]
type Needed = Pick<
  Context,
  'read' | 'write' | 'findMalformed' | 'log' | 'index' | 'publish' | 'turns'
>

/** Looks after the search index in the background, once, a while after the start. */
export function startUpkeep(context: Needed): void {
  context.read.upkeep
    .indexIsEmpty()
    // After an update that makes the index anew nothing is found yet: that is said at once.
    .then((isEmpty) => (isEmpty ? undefined : wait(START_AFTER_MS, undefined, { ref: false })))
    .then(() => keepIndexSound(context))
    .catch((error: unknown) => report(context, error))
}

/**
 * Looks after it now: `all`, because a search has met damage; `fill`, for what an import has left, or what went
 * with an index that a message found damaged; `erasure`, because something was deleted for good, and its words
 * are to go from the index, too.
 */
export function startUpkeepNow(context: Needed, work: Work): void {
  keepIndexSound(context, work).catch((error: unknown) => report(context, error))
}

function report({ log }: Needed, error: unknown): void {
  // Another profile was opened, or the program ends: the next start goes on.
  const isOver = toFailure(error).code === 'database_restarted'
  if (!isOver) log.error('the search index could not be looked after', { error })
}

/**
 * Does `task` first, which adds many messages or takes them away, and then what there is to do. What it adds
 * is filled in afterwards, and not beside it: the one would slow down the other.
 */
export async function beforeUpkeep<T>(context: Needed, task: () => Promise<T>): Promise<T> {
  const { index } = context
  index.holds += 1
  try {
    return await task()
  } finally {
    index.holds -= 1
    startUpkeepNow(context, 'fill')
  }
}

/**
 * Makes sure that every finished message is found, and no word of a deleted one is left: fills what is
 * missing in the index, and makes it anew where it is damaged. Broken off at any point, it goes on when
 * it is called again; called while it runs, it runs once more afterwards.
 */
export async function keepIndexSound(context: Needed, work: Work = 'all'): Promise<void> {
  const { index } = context
  const rank = (each: Work | null) => (each === null ? -1 : WORK.indexOf(each))
  if (rank(work) > rank(index.next)) index.next = work
  if (index.isKept || index.holds > 0) return
  index.isKept = true
  try {
    while (index.next && index.holds === 0) {
      const now = index.next
      index.next = null
      await clearLeft(context)
      if (now === 'all') await keep(context)
      else if (await context.read.upkeep.isFillDue()) await fillLeft(context)
      if (await context.read.erasure.isDue()) await erase(context)
    }
    await reclaimLost(context, () => startUpkeepNow(context, 'erasure'))
  } finally {
    index.isKept = false
    tell(context, null)
  }
}

async function keep(context: Needed): Promise<void> {
  const { index, read } = context
  if (index.doubt !== 'asked') return keepFound(context, await inspect(context))
  index.doubt = 'looking'
  let found: State | null = null
  try {
    // Whoever asked hears of the end, whatever it is.
    tell(context, { done: 0, total: (await read.conversations.counts()).messages })
    found = await inspectAll(context)
    await keepFound(context, found)
  } finally {
    index.doubt = found === 'sound' || found === null ? 'elsewhere' : 'none'
  }
}

type State = 'sound' | 'unfilled' | 'incomplete' | 'damaged'

async function keepFound(context: Needed, found: State): Promise<void> {
  const { log } = context
  let state = found
  if (state !== 'sound') log.warn('the search index is put right', { state })
  if (state === 'unfilled' || state === 'incomplete') {
    state = (await fillUnlessDamaged(context)) ? await inspect(context) : 'damaged'
  }
  // An entry that is still too much belongs to no message: there is no telling which.
  if (state === 'incomplete' || state === 'damaged') await makeAnew(context)
  if (found !== 'sound') log.info('the search index is complete')
  await merge(context, found !== 'sound')
}

async function makeAnew(context: Needed): Promise<void> {
  await context.write.upkeep.renewIndex()
  await clearLeft(context)
  await fill(context)
}

async function fillLeft(context: Needed): Promise<void> {
  if (!(await fillUnlessDamaged(context))) await makeAnew(context)
  context.log.info('the search index was filled')
  await merge(context, false)
}

/** As `inspect`, and also what is only read where it is needed. */
async function inspectAll(context: Needed): Promise<State> {
  const { walks } = context.read
  try {
    let place: number | null = 0
    while (place !== null) place = await walks.walkEntries(place, STEP_MS)
  } catch (error) {
    if (toFailure(error).code !== 'database_damaged') throw error
    return 'damaged'
  }
  return inspect(context)
}

async function inspect({ read }: Needed): Promise<State> {
  try {
    let page: number | null = 0
    while (page !== null) page = await read.walks.walkIndex(page, STEP_MS)
    let word: number | null = 0
    while (word !== null) word = await read.walks.walkWords(word, STEP_MS)
    return await read.upkeep.indexState()
  } catch (error) {
    if (toFailure(error).code !== 'database_damaged') throw error
    return 'damaged'
  }
}

/** False where the index met damage: of a message's page it throws, because it would meet that again. */
async function fillUnlessDamaged(context: Needed): Promise<boolean> {
  try {
    await fill(context)
    return true
  } catch (error) {
    const isDamage = toFailure(error).code === 'database_damaged'
    if (!isDamage || (await context.findMalformed()) === null) throw error
    return false
  }
}

/** Ends where something is to come before it, which then begins it anew. */
async function fill(context: Needed): Promise<void> {
  const { messages: total } = await context.read.conversations.counts()
  await context.write.upkeep.fillTitles()
  let next: number | null = 0
  let done = 0
  while (next !== null && context.index.holds === 0) {
    tell(context, { done: Math.min(done, total), total })
    const step: { next: number | null; passed: number } = await context.write.upkeep.fillIndex(
      next,
      context.turns.size > 0 ? STEP_MS : LONG_STEP_MS,
    )
    next = step.next
    done += step.passed
  }
}

/** Deleted for good means that no word of it is in the file any more. */
async function erase(context: Needed): Promise<void> {
  const { write } = context
  await write.erasure.begin()
  let word: number | null = 0
  while (word !== null) word = await write.search.sweepWords(word, STEP_MS)
  await merge(context, true)
  // While somebody reads an old state the log stays, and this is due again.
  if (await write.erasure.emptyLog()) await write.erasure.end()
}

/** With `all` the whole index is written once again; after that only what has been added since. */
async function merge({ write }: Needed, all: boolean): Promise<void> {
  let started = performance.now()
  let isMerging = await write.erasure.merge(all)
  while (isMerging) {
    // Each step waits for the disk. As long again that is left to others, or the window would stall.
    await wait(performance.now() - started, undefined, { ref: false })
    started = performance.now()
    isMerging = await write.erasure.merge(false)
  }
}

function tell({ index, publish }: Needed, progress: Context['index']['progress']): void {
  if (index.progress === null && progress === null) return
  index.progress = progress
  publish('index.changed', { progress })
}
