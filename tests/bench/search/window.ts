import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, median, type Outcome, percentile, ratio } from '../figures'
import { IDLE_MS, memoryOf } from '../memory'
import { type Block, WATCH_THREAD } from '../probes'
import type { Program } from '../program'
import type { World } from '../world'

const PAINTED_MS = 60
const BLOCKED_MS = 16
const STARTED = 1.2
const MEMORY = 1.5
/** Searches that are asked at once and one after the other, while the shell's thread is watched. */
const ASKED = 10

type Kind = 'bare' | 'empty' | 'largest'

/** The real program on the largest store: its start, its memory, and a search from the key on. */
export async function measureWindow(
  world: World,
  root: string,
  words: string[],
  runs: number,
): Promise<Outcome> {
  const started: Record<Kind, number[]> = { bare: [], empty: [], largest: [] }
  const memory: Record<Kind, number[]> = { bare: [], empty: [], largest: [] }
  for (let run = 0; run <= runs; run += 1) {
    for (const kind of Object.keys(started) as Kind[]) {
      const program = await startAs(world, kind, root)
      // The first round fills the caches.
      if (run > 0) started[kind].push(program.usableAfter)
      if (run === runs) {
        await wait(IDLE_MS)
        const used = Object.values(memoryOf(program.pid))
        if (used.length > 0) memory[kind].push(used.reduce((sum, each) => sum + each, 0))
      }
      await program.quit()
    }
  }
  const typed = await search(world, root, words, runs)
  return {
    raw: { started, memory, typed },
    figures: [
      against('start, largest store', 'ms', started, 'empty', STARTED),
      against('start, largest store, against a bare window', 'ms', started, 'bare'),
      ...(memory.bare.length > 0
        ? [against('memory idle, largest store', 'MB', memory, 'bare', MEMORY)]
        : []),
      ...typedFigures(typed),
    ],
  }
}

function startAs(world: World, kind: Kind, root: string): Promise<Program> {
  if (kind === 'bare') return world.startBare()
  return kind === 'empty' ? world.start('empty') : world.startOn(root)
}

function against(
  what: string,
  unit: 'ms' | 'MB',
  values: Record<Kind, number[]>,
  to: Kind,
  budget?: number,
): Figure {
  const by = { what: to, ratio: ratio(values.largest, values[to]) }
  return {
    what,
    unit,
    value: median(values.largest),
    against: by,
    ...(budget !== undefined && { budget }),
  }
}

interface Typed {
  /** From the last key to the results of it on the screen, and how much of that one call took. */
  painted: number[]
  called: number[]
  blocks: Block[]
  /** The same without a search. */
  idle: Block[]
}

async function search(world: World, root: string, words: string[], runs: number): Promise<Typed> {
  const program = await world.startOn(root, { inspect: true })
  const { page, inMain } = program
  const typed: Typed = { painted: [], called: [], blocks: [], idle: [] }
  try {
    await inMain(WATCH_THREAD)
    await page.evaluate(PREPARE)
    await wait(IDLE_MS)
    for (let run = 0; run < runs; run += 1) {
      for (const word of words) {
        await page.evaluate('bench.clear()')
        await page.evaluate('bench.watch()')
        await page.type(word)
        const { painted, called } = await page.evaluate<{ painted: number; called: number }>(
          `bench.shown(${JSON.stringify(word)})`,
        )
        typed.painted.push(painted)
        typed.called.push(called)
      }
      await page.evaluate('bench.clear()')
      await wait(500)
      await inMain('bench.take()')
      await wait(1000)
      typed.idle.push(await inMain<Block>('bench.take()'))
      await page.evaluate(askAll(words))
      typed.blocks.push(await inMain<Block>('bench.take()'))
    }
    return typed
  } finally {
    await program.quit()
  }
}

function askAll(words: string[]): string {
  return `(async () => {
    for (const text of ${JSON.stringify([...words, 'the', 'e', 'ing'])}) {
      const query = { text, order: 'newest', after: null, limit: 50 }
      for (let turn = 0; turn < ${ASKED}; turn += 1) await window.api.call('search.run', query)
      await Promise.all(
        Array.from({ length: ${ASKED} }, () => window.api.call('search.run', query)),
      )
    }
  })()`
}

/** The field is filled as by a key: what a person waits for begins with the event of it. */
const PREPARE = `(() => {
  const box = () => document.getElementById('search-box')
  const options = () => document.querySelectorAll('#search-results [role=option]').length
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const until = async (isTrue, what) => {
    const end = performance.now() + 10_000
    while (!isTrue()) {
      if (performance.now() > end) throw new Error(what)
      await frame()
    }
  }
  globalThis.bench = {
    async clear() {
      const field = box()
      field.focus()
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
      set.call(field, '')
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await until(() => options() === 0, 'former results stay')
      await frame()
    },
    watch() {
      bench.typed = new Promise((resolve) => {
        box().addEventListener('input', (event) => resolve(event.timeStamp), { once: true })
      })
    },
    async shown(text) {
      const typed = await bench.typed
      await until(() => options() > 0, 'no results for ' + text)
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(null)
      })
      const painted = performance.now() - typed
      const asked = performance.now()
      await window.api.call('search.run', { text, order: 'newest', after: null, limit: 50 })
      return { painted, called: performance.now() - asked }
    },
  }
})()`

function typedFigures({ painted, called, blocks, idle }: Typed): Figure[] {
  const walls = (of: Block[]) => of.map((block) => block.wall)
  return [
    {
      what: 'search, from the key to results painted, largest store',
      value: median(painted),
      unit: 'ms',
      budget: PAINTED_MS,
      note: `95 of 100 ${percentile(painted, 0.95).toFixed(0)}; the call of it ${median(called).toFixed(1)}`,
    },
    {
      what: 'shell blocked while searching',
      value: median(walls(blocks)),
      unit: 'ms',
      budget: BLOCKED_MS,
      note: `idle ${median(walls(idle)).toFixed(1)}; processor time ${median(blocks.map(({ busy }) => busy)).toFixed(1)}`,
    },
  ]
}
