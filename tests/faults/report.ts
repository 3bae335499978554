import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether every fault is tried as often as the promises are made for, or only a sample. */
export const isLong = process.env['KEEPSAKE_FAULTS'] === 'long'

const NOTES = 'KEEPSAKE_FAULTS_NOTES'

interface Figure {
  what: string
  measured: string
  /** What the measured value was held against; empty where it is only told. */
  limit: string
}

/** Notes a measured value for the table at the end. */
export function figure(what: string, measured: string, limit = ''): void {
  const file = process.env[NOTES]
  if (file) appendFileSync(file, `${JSON.stringify({ what, measured, limit })}\n`)
}

/**
 * Vitest's own hook. The tests run in other processes, so that a file carries what they note; and all
 * that they and the programs they kill leave behind lies in one folder.
 */
export default function setup(): () => void {
  const outside = tmpdir()
  const folder = mkdtempSync(join(outside, 'keepsake-faults-'))
  process.env['TMPDIR'] = folder
  const notes = join(folder, 'figures.jsonl')
  writeFileSync(notes, '')
  process.env[NOTES] = notes
  return () => {
    const figures = read(notes)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    if (figures.length === 0) return
    const file = join(outside, 'keepsake-faults.json')
    writeFileSync(
      file,
      `${JSON.stringify({ form: isLong ? 'long' : 'short', figures }, null, 2)}\n`,
    )
    process.stdout.write(`\n${table(figures)}\n\nThe same as JSON: ${file}\n`)
  }
}

function read(file: string): Figure[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Figure)
}

function table(figures: Figure[]): string {
  const rows = [{ what: 'fault', measured: 'measured', limit: 'limit' }, ...figures]
  const width = (column: keyof Figure) => Math.max(...rows.map((row) => row[column].length))
  const [what, measured] = [width('what'), width('measured')]
  return rows
    .map((row) => `${row.what.padEnd(what)}  ${row.measured.padEnd(measured)}  ${row.limit}`)
    .join('\n')
}
