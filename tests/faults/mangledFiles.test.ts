import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { AppError, toFailure } from '../../src-main/errors'
import { openRandom } from '../bench/generate/random'
import { everything, fixtures, openPlace, type Place } from '../unit/transfer/importing'
import { figure, isLong } from './report'

/** How often a file is cut, how often some of its bytes are others, and how long one import may take. */
const [CUTS, FLIPS] = isLong ? [60, 140] : [4, 4]
const MOST_FLIPPED = 8
const PATIENCE_MS = 60_000

/** Exports that are a folder: one file in it is mangled, and all of it imported. */
const FOLDERS = ['jan/data', 'lmstudio/.lmstudio']

const files = readdirSync(fixtures, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
  .map((entry) => relative(fixtures, join(entry.parentPath, entry.name)))
  .toSorted()

test.for(files)(
  'F22 %s, mangled: all of it is accounted for, or it is refused and changes nothing',
  async (file) => {
    const whole = readFileSync(join(fixtures, file))
    const { place, mangled, path } = prepare(file)
    const outcomes: Record<string, number> = {}
    for (const bytes of manglings(whole)) {
      writeFileSync(mangled, bytes)
      const outcome = await outcomeOf(place, path)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    const client = place.db.$client
    expect(client.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(client.pragma('foreign_key_check')).toEqual([])
    expectTrees(place)
    if (isLong) figure(`F22 ${file}, mangled ${CUTS + FLIPS} times`, told(outcomes))
  },
)

/** A history, the file that is mangled for it, and what is then imported. */
function prepare(file: string) {
  const place = openPlace()
  const folder = FOLDERS.find((each) => file.startsWith(`${each}/`))
  if (folder === undefined) {
    const mangled = join(place.folder, 'mangled')
    return { place, mangled, path: mangled }
  }
  const path = join(place.folder, 'exported')
  cpSync(join(fixtures, folder), path, { recursive: true })
  return { place, mangled: join(path, relative(folder, file)), path }
}

/** Cut at places from its first byte to its last, and with some bytes changed; the same ones each time. */
function* manglings(whole: Buffer): Generator<Buffer> {
  const random = openRandom(whole.length)
  for (let cut = 0; cut < CUTS; cut += 1) {
    const [from, to] = [cut / CUTS, (cut + 1) / CUTS].map((share) => share * whole.length)
    yield whole.subarray(0, Math.floor((from ?? 0) + random.next() * ((to ?? 0) - (from ?? 0))))
  }
  for (let flip = 0; flip < FLIPS; flip += 1) {
    const bytes = Buffer.from(whole)
    for (let count = random.between(1, MOST_FLIPPED); count > 0 && bytes.length > 0; count -= 1) {
      bytes[random.below(bytes.length)] = random.below(256)
    }
    yield bytes
  }
}

async function outcomeOf(place: Place, path: string): Promise<string> {
  const before = changes(place)
  const began = performance.now()
  try {
    const tried = await place.look(path)
    expect(changes(place)).toBe(before)
    const report = await place.bring(path)
    expect(accounted(report)).toBe(report.total)
    expect(tried).toMatchObject({ imported: report.imported, total: report.total })
    expect(await place.bring(path)).toMatchObject({ imported: 0, updated: 0 })
    return 'imported'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code } = toFailure(error)
    expect(code).not.toBe('internal')
    expect(changes(place)).toBe(before)
    return code
  } finally {
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS)
  }
}

/** A report may list what it brought beside conversations. */
function accounted(report: { imported: number; updated: number; skipped: unknown[] }): number {
  const { entries } = report as { entries?: unknown[] }
  return report.imported + report.updated + report.skipped.length + (entries?.length ?? 0)
}

/** Every row that was ever written over the connection counts. */
function changes({ db }: Place): number {
  return db.$client.prepare('SELECT total_changes()').pluck().get() as number
}

/** Each message follows one of its own conversation, or begins it; what is shown is in it. */
function expectTrees({ db }: Place): void {
  for (const { messages, currentMessageId } of everything(db)) {
    const ids = new Set(messages.map(({ id }) => id))
    const lost = messages.filter(({ parentId }) => parentId !== null && !ids.has(parentId))
    expect(lost).toEqual([])
    if (messages.length > 0) expect(ids).toContain(currentMessageId)
  }
}

function told(outcomes: Record<string, number>): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ')
}
