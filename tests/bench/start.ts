import { median, type Outcome, ratio } from './figures'
import type { Program } from './program'
import type { World } from './world'

const KINDS = ['bare', 'empty', 'big', 'long'] as const
type Kind = (typeof KINDS)[number]

/** From the start of the process to a composer that can be typed into, painted. */
export async function measureStart(world: World, runs: number): Promise<Outcome> {
  const times: Record<Kind, number[]> = { bare: [], empty: [], big: [], long: [] }
  // The first round fills the caches and makes the profile folders, and is not counted.
  for (let run = 0; run <= runs; run += 1) {
    for (const kind of KINDS) {
      const program = await startAs(world, kind)
      if (run > 0) times[kind].push(program.usableAfter)
      await program.quit()
    }
  }
  const against = (kind: Kind, other: Kind, name: string) => ({
    what: name,
    ratio: ratio(times[kind], times[other]),
  })
  return {
    raw: times,
    figures: [
      { what: 'start, bare Electron + React window', value: median(times.bare), unit: 'ms' },
      {
        what: 'start, empty store',
        value: median(times.empty),
        unit: 'ms',
        against: against('empty', 'bare', 'bare'),
        budget: 1.5,
      },
      {
        what: 'start, big store, new chat',
        value: median(times.big),
        unit: 'ms',
        against: against('big', 'empty', 'empty'),
        budget: 1.2,
      },
      {
        what: 'start, big store, 20,000-message chat open',
        value: median(times.long),
        unit: 'ms',
        against: against('long', 'empty', 'empty'),
        budget: 1.2,
      },
    ],
  }
}

function startAs(world: World, kind: Kind): Promise<Program> {
  if (kind === 'bare') return world.startBare()
  if (kind === 'long') return world.start('big', { open: 'long' })
  return world.start(kind)
}
