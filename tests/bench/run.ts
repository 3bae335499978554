import { mkdtempSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBackup } from './backup'
import { measureCalls } from './calls'
import { type Figure, isOver, type Outcome, table } from './figures'
import { measureImport } from './import'
import { measureMemory } from './memory'
import { measureOpen } from './open'
import { measureScroll } from './scroll'
import { measureSearch } from './search/measure'
import { measureStart } from './start'
import { measureStream } from './stream'
import { makeWorld, type World } from './world'

/** Streams last, because it writes into the store. */
const BENCHES: Record<string, (world: World, scale: number) => Promise<Outcome>> = {
  start: (world, scale) => measureStart(world, times(7, scale)),
  calls: (world) => measureCalls(world),
  open: (world, scale) => measureOpen(world, times(7, scale)),
  memory: (world, scale) => measureMemory(world, times(3, scale)),
  search: (world, scale) => measureSearch(world, whole('largest'), scale),
  import: (world) => measureImport(world, whole('bytes')),
  backup: (world) => measureBackup(world, whole('largest')),
  scroll: (world, scale) => measureScroll(world, times(3, scale)),
  stream: (world, scale) => measureStream(world, times(3, scale)),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** A factor for the number of runs: 0.3 for a quick look. */
    scale: { type: 'string', default: '1' },
    conversations: { type: 'string', default: '500' },
    /** 20,000 of them are in one chat. */
    messages: { type: 'string', default: '30000' },
    /** Messages of the largest store; 100000 saves the minutes that a million takes. */
    largest: { type: 'string', default: '1000000' },
    /** Size of the export that is imported. */
    bytes: { type: 'string', default: String(2 * 2 ** 30) },
  },
})
const unknown = positionals.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(1)
}

const scale = Number(values.scale)
if (!(scale > 0)) {
  console.error(`--scale must be a number above 0, not "${values.scale}".`)
  process.exit(1)
}

// With the default of the system neither the programs would be ended nor the stores removed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130))

const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const failed: string[] = []
const figures: Figure[] = []
const raw: Record<string, unknown> = { machine: { cpus: cpus().length, model: cpus()[0]?.model } }
console.error('Making the stores …')
const world = await makeWorld({
  conversations: Number(values.conversations),
  messages: Number(values.messages),
})
for (const [name, measure] of Object.entries(BENCHES)) {
  if (!names.includes(name)) continue
  const started = performance.now()
  const load = loadavg()[0]
  try {
    const outcome = await measure(world, scale)
    figures.push(...outcome.figures)
    raw[name] = { load, ...outcome }
  } catch (error) {
    failed.push(name)
    console.error(`${name} failed:`, error)
  }
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

const file = join(mkdtempSync(join(tmpdir(), 'keepsake-bench-figures-')), 'figures.json')
writeFileSync(file, JSON.stringify(raw, null, 1))
console.log(table(figures))
const over = figures.filter(isOver).length
console.log(`\nMedians. ${over} over budget. Everything that was measured: ${file}`)
if ((loadavg()[0] ?? 0) > cpus().length) {
  console.log(`The machine is busy (load ${loadavg()[0]?.toFixed(1)}): the figures are noisy.`)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exitCode = 1
}

function whole(name: 'largest' | 'bytes'): number {
  const number = Number(values[name])
  if (Number.isInteger(number) && number > 0) return number
  console.error(`--${name} must be a whole number, not "${values[name]}".`)
  process.exit(1)
}

function times(runs: number, scale: number): number {
  return Math.max(1, Math.round(runs * scale))
}
