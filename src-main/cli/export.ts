import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ExportScope } from '@contract/transfer'
import { EXPORT_FORMATS, SWITCHES } from '@contract/values'
import { closeDatabase, type ReadableDb } from '../db/open'
import { parseSwitches } from '../backup/categories'
import { keyRows } from '../db/exportConfig'
import { readSecrets } from '../transfer/export/secrets'
import { packedWhere } from '../transfer/export/pack'
import { exportToFile } from '../transfer/export/run'
import { activePlace, openActive } from './activePlace'
import { type CliContext, type CliOptions, type Command, Misused } from './command'

/** Printing needs a window. */
const FORMATS = EXPORT_FORMATS.filter((each) => each !== 'pdf')

/** Writes conversations into a file, which is read back before it has its name. */
export const exportCommand: Command = {
  usage: `(--all | --conversation=<id> | --project=<id>) --format=<${FORMATS.join('|')}> --out=<file> [--branches=<all|shown>] [--only=<a,b>] [--with-keys]`,
  summary: `Writes conversations into a file, and checks it. LiteChat's file of everything holds ${SWITCHES.join(', ')}, or --only some of them, and keys only --with-keys.`,
  options: {
    all: { type: 'boolean' },
    conversation: { type: 'string' },
    project: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    branches: { type: 'string' },
    only: { type: 'string' },
    'with-keys': { type: 'boolean' },
  },
  words: [0, 0],
  run: async (context, _, options) => {
    const task = read(options)
    const { root, progress } = context
    const { attachments, profile } = activePlace(root).place
    const db = openActive(context)
    try {
      const secrets = task.withKeys ? await secretsOf(context, profile, db) : null
      const tell = (done: number, total: number) => progress(`${done} of ${total} conversations`)
      const control = { progress: atSteps(tell), isCancelled: () => false }
      const report = await packedWhere(control, { ...task, attachments, secrets }, (inner) =>
        db.$client.transaction(() => exportToFile(db, control, inner)).deferred(),
      )
      return { ok: true, output: { ...report } }
    } finally {
      closeDatabase(db)
    }
  },
}

/** Everything is understood before a file is touched. */
function read(options: CliOptions) {
  const { format, out, branches = 'all', only, 'with-keys': withKeys = false } = options
  const known = FORMATS.find((each) => each === format)
  if (!known) throw new Misused(aboutFormat(format))
  if (typeof out !== 'string' || out === '') throw new Misused('--out=<file> is missing.')
  const file = resolve(out)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Misused(`${file} is a folder; --out names a file.`)
  }
  if (branches !== 'all' && branches !== 'shown') {
    throw new Misused('--branches is "all" or "shown".')
  }
  const scope = scopeOf(options)
  const isWhole = known === 'litechat' && 'all' in scope
  if ((only !== undefined || withKeys) && !isWhole) {
    throw new Misused('--only and --with-keys belong to --all --format=litechat.')
  }
  const switches = typeof only === 'string' ? { only: parseSwitches(only) } : {}
  return { scope, format: known, branches, file, ...switches, withKeys } as const
}

/** The keys that open here. */
async function secretsOf(context: CliContext, profile: string, db: ReadableDb) {
  const keys = await context.openKeys(join(profile, 'keys.json'))
  return readSecrets(
    keys,
    keyRows(db).map(({ id }) => id),
  )
}

function aboutFormat(format: CliOptions[string]): string {
  const list = `The formats are: ${FORMATS.join(', ')}.`
  if (format === 'pdf') {
    return `A PDF is printed by a window, which a command has none of: export it there, or export html and print that. ${list}`
  }
  return format === undefined
    ? `--format=<format> is missing. ${list}`
    : `Exporting as "${format}" is not built. ${list}`
}

function scopeOf({ all, conversation, project }: CliOptions): ExportScope {
  const given = [all === true, conversation !== undefined, project !== undefined]
  if (given.filter(Boolean).length !== 1) {
    throw new Misused('One of --all, --conversation=<id> and --project=<id> says what is exported.')
  }
  if (typeof project === 'string') return { projectId: project }
  return typeof conversation === 'string' ? { ids: [conversation] } : { all: true }
}

/** The first, the last and every hundredth step. */
function atSteps(tell: (done: number, total: number) => void) {
  return (done: number, total: number) => {
    if (done === 0 || done === total || done % 100 === 0) tell(done, total)
  }
}
