import { closeDatabase, openReadable } from '../../../src-main/db/open'
import { paths } from '../../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../../src-main/storage/profiles'
import type { Outcome } from '../figures'
import type { World } from '../world'
import { measureBrowser } from './browser'
import { measureBuild, measureSizes } from './build'
import { measureHistory } from './history'
import { chooseKinds } from './kinds'
import { pageFigures, type Sized, timePages } from './pages'
import { measureWindow } from './window'

const SIZES = [10_000, 100_000, 1_000_000]
/** In this one the chat of 20,000 messages is, and the index is made anew in reasonable time. */
const BUILT = 100_000
const ROUNDS = 100
const WINDOW_RUNS = 5

/** All that depends on how much there is to search, in stores up to the largest one that is wanted. */
export async function measureSearch(
  world: World,
  largest: number,
  scale: number,
): Promise<Outcome> {
  const times = (runs: number) => Math.max(1, Math.round(runs * scale))
  const sizes = SIZES.filter((size) => size <= largest)
  const roots: string[] = []
  for (const size of sizes) roots.push(await world.kept(size))
  const [first, last] = [roots.at(0), roots.at(-1)]
  if (first === undefined || last === undefined) {
    throw new Error(`The least store for a search has ${SIZES[0]} messages.`)
  }
  const rare = new Map<Sized, string[]>()
  const stores = roots.map((root, index): Sized => {
    const db = openReadable(paths(root, DEFAULT_PROFILE).database)
    const chosen = chooseKinds(db)
    const store = { db, messages: sizes[index] ?? 0, kinds: chosen.kinds }
    rare.set(store, chosen.rare)
    return store
  })
  try {
    say('pages')
    const pages = timePages(stores, times(ROUNDS))
    say('against a browser')
    const browser = await measureBrowser(world, stores, rare)
    say('lists, chats, statistics')
    const [small, big] = [stores.at(0), stores.at(-1)]
    const history = small && big ? measureHistory(small, big, times(ROUNDS)) : []
    say('the index')
    const built = stores.find(({ messages }) => messages === BUILT) ?? small
    const index = [...measureSizes(stores), ...(built ? measureBuild(built) : [])]
    say('the program')
    const words = (big && rare.get(big)) ?? []
    const window = await measureWindow(world, last, words, times(WINDOW_RUNS))
    return {
      raw: { pages, browser: browser.raw, window: window.raw },
      figures: [...pageFigures(pages), ...browser.figures, ...history, ...index, ...window.figures],
    }
  } finally {
    for (const { db } of stores) closeDatabase(db)
  }
}

function say(what: string): void {
  console.error(`search: ${what} …`)
}
