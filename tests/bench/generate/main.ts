import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeRoot } from './write'

const LONGEST = 20_000

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    conversations: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '100000' },
    longest: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
if (!values.out) {
  console.error(
    'Usage: npm run generate -- --out=<folder> [--conversations=1000] [--messages=100000]\n' +
      '       [--longest=20000] [--seed=1]',
  )
  process.exit(1)
}
const messages = whole('messages', values.messages)
const longest = values.longest ? whole('longest', values.longest) : Math.min(LONGEST, messages / 2)
const root = resolve(process.env['KEEPSAKE_CWD'] ?? '.', values.out)
const started = performance.now()
let told = started
try {
  const counts = { conversations: whole('conversations', values.conversations), messages }
  const wanted = { root, ...counts, longest: Math.floor(longest), seed: whole('seed', values.seed) }
  writeRoot(wanted, tell)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
console.error(`${messages} messages in ${((performance.now() - started) / 1000).toFixed(1)} s`)
console.log(root)

function tell(written: number): void {
  if (performance.now() - told < 5000) return
  told = performance.now()
  console.error(`${written} of ${messages} messages …`)
}

function whole(name: string, given: string): number {
  const number = Number(given)
  if (Number.isInteger(number) && number >= 0) return number
  console.error(`--${name} must be a whole number, not "${given}".`)
  process.exit(1)
}
