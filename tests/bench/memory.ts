import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { median, type Outcome, ratio } from './figures'
import type { Program } from './program'
import type { World } from './world'

export const IDLE_MS = 5000
const BUDGET = 1.5

type Kind = 'bare' | 'empty' | 'big' | 'long'

/** Memory of all processes of an app that has been idle; shared pages are divided fairly (PSS). */
export async function measureMemory(world: World, runs: number): Promise<Outcome> {
  if (process.platform !== 'linux') {
    console.error('Memory is read from /proc, which only Linux has.')
    return { figures: [], raw: null }
  }
  const used: Record<Kind, Record<string, number>[]> = { bare: [], empty: [], big: [], long: [] }
  for (let run = 0; run < runs; run += 1) {
    for (const kind of Object.keys(used) as Kind[]) {
      const program = await startAs(world, kind)
      await wait(IDLE_MS)
      used[kind].push(memoryOf(program.pid))
      await program.quit()
    }
  }
  const totals = (kind: Kind) => used[kind].map((run) => sum(Object.values(run)))
  const line = (kind: Kind, what: string) => ({
    what: `memory idle, ${what}`,
    value: median(totals(kind)),
    unit: 'MB' as const,
    against: { what: 'bare', ratio: ratio(totals(kind), totals('bare')) },
    budget: BUDGET,
  })
  return {
    raw: used,
    figures: [
      { what: 'memory idle, bare window', value: median(totals('bare')), unit: 'MB' },
      line('empty', 'empty store'),
      line('big', 'big store'),
      line('long', 'big store, 20,000-message chat open'),
    ],
  }
}

function startAs(world: World, kind: Kind): Promise<Program> {
  if (kind === 'bare') return world.startBare()
  if (kind === 'long') return world.start('big', { open: 'long' })
  return world.start(kind)
}

/** Megabytes by kind of process, such as `renderer`. */
export function memoryOf(root: number): Record<string, number> {
  const used: Record<string, number> = {}
  for (const pid of familyOf(root)) {
    const kind = /--type=([\w-]+)/.exec(read(pid, 'cmdline'))?.[1] ?? 'main'
    const kilobytes = Number(/^Pss:\s+(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0)
    used[kind] = (used[kind] ?? 0) + kilobytes / 1024
  }
  return used
}

function familyOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      // The name of a program stands in brackets and may hold anything.
      const [, parent] = read(Number(name), 'stat').split(') ').at(-1)?.split(' ') ?? []
      return { pid: Number(name), parent: Number(parent) }
    })
  const family = [root]
  for (const pid of family) {
    family.push(...parents.filter(({ parent }) => parent === pid).map((child) => child.pid))
  }
  return family
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
