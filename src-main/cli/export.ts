import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExportFormat, ExportScope } from '@contract/transfer'
import { EXPORT_FORMATS } from '@contract/values'
import { closeDatabase } from '../db/open'
import { exportToFile } from '../transfer/export/run'
import { activePlace, openActive } from './activePlace'
import { type CliOptions, type Command, Misused } from './command'

/** Writes conversations into a file, which is read back before it has its name. */
export const exportCommand: Command = {
  usage: `(--all | --conversation=<id>) --format=<${EXPORT_FORMATS.join('|')}> --out=<file> [--branches=<all|shown>]`,
  summary: 'Writes conversations into a file, and checks it.',
  options: {
    all: { type: 'boolean' },
    conversation: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    branches: { type: 'string' },
  },
  words: [0, 0],
  run: async (context, _, options) => {
    const task = read(options)
    const { attachments } = activePlace(context.root).place
    const db = openActive(context)
    try {
      const tell = (done: number, total: number) =>
        context.progress(`${done} of ${total} conversations`)
      const control = { progress: atSteps(tell), isCancelled: () => false }
      const report = db.$client
        .transaction(() => exportToFile(db, control, { ...task, attachments }))
        .deferred()
      return { ok: true, output: { ...report } }
    } finally {
      closeDatabase(db)
    }
  },
}

/** Everything is understood before a file is touched. */
function read(options: CliOptions) {
  const { format, out, branches = 'all' } = options
  const known = EXPORT_FORMATS.find((each) => each === format)
  if (!known) throw new Misused(aboutFormat(format))
  if (typeof out !== 'string' || out === '') throw new Misused('--out=<file> is missing.')
  const file = resolve(out)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Misused(`${file} is a folder; --out names a file.`)
  }
  if (branches !== 'all' && branches !== 'shown') {
    throw new Misused('--branches is "all" or "shown".')
  }
  return { scope: scopeOf(options), format: known satisfies ExportFormat, branches, file } as const
}

function aboutFormat(format: CliOptions[string]): string {
  const list = `The formats are: ${EXPORT_FORMATS.join(', ')}.`
  return format === undefined
    ? `--format=<format> is missing. ${list}`
    : `Exporting as "${format}" is not built. ${list}`
}

function scopeOf({ all, conversation }: CliOptions): ExportScope {
  if ((all === true) === (conversation !== undefined)) {
    throw new Misused('Either --all or --conversation=<id> says what is exported.')
  }
  return typeof conversation === 'string' ? { ids: [conversation] } : { all: true }
}

/** The first, the last and every hundredth step. */
function atSteps(tell: (done: number, total: number) => void) {
  return (done: number, total: number) => {
    if (done === 0 || done === total || done % 100 === 0) tell(done, total)
  }
}
