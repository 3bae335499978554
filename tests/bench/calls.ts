import { type Figure, median, type Outcome, percentile } from './figures'
import type { Program } from './program'
import type { World } from './world'
import { ACTIVE } from '../fixtures/lists'

const TIMES = 500
const WARM_UP = 50

/** What a window can ask for, from the cheapest on; the last is on the disk when it answers. */
const CALLS = {
  'settings.get, by the reader thread': ['settings.get'],
  'conversations.list, 50 of them': [
    'conversations.list',
    { filter: ACTIVE, after: null, limit: 50 },
  ],
  'drafts.save, fsynced by the writer thread': ['drafts.save', { id: 'new', text: 'A draft.' }],
} satisfies Record<string, [name: string, input?: object]>

/** How long a page waits for the answer to a call, one after the other. */
export async function measureCalls(world: World): Promise<Outcome> {
  const bare = await use(await world.startBare(), ({ page }) =>
    page.evaluate<number[]>(askRepeatedly('echo', {})),
  )
  const ours = await use(await world.start('big'), async ({ page }) => {
    const times: [string, number[]][] = []
    for (const [what, [name, input]] of Object.entries(CALLS)) {
      times.push([what, await page.evaluate<number[]>(askRepeatedly(name, input))])
    }
    return times
  })
  return {
    raw: { bare, ...Object.fromEntries(ours) },
    figures: [
      ...lines('call, bare ipcMain.handle', bare),
      ...ours.flatMap(([what, times]) => lines(`call, ${what}`, times, bare)),
    ],
  }
}

async function use<T>(program: Program, work: (program: Program) => Promise<T>): Promise<T> {
  try {
    return await work(program)
  } finally {
    await program.quit()
  }
}

function askRepeatedly(name: string, input: unknown): string {
  return `(async () => {
    const times = []
    for (let round = 0; round < ${TIMES + WARM_UP}; round += 1) {
      const asked = performance.now()
      await window.api.call(${JSON.stringify(name)}, ${JSON.stringify(input)})
      if (round >= ${WARM_UP}) times.push(performance.now() - asked)
    }
    return times
  })()`
}

function lines(what: string, times: number[], bare?: number[]): Figure[] {
  const against = bare && { what: 'bare', ratio: mean(times) / mean(bare) }
  return [
    { what: `${what}, mean`, value: mean(times), unit: 'ms', ...(against && { against }) },
    { what: '    median', value: median(times), unit: 'ms' },
    { what: '    95 of 100', value: percentile(times, 0.95), unit: 'ms' },
    { what: '    99 of 100', value: percentile(times, 0.99), unit: 'ms' },
  ]
}

// The page's clock counts in tenths of a millisecond; only the mean is finer than that.
function mean(times: number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length
}
