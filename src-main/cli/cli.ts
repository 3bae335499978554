import { parseArgs } from 'node:util'
import type { Failure } from '@contract/errors'
import { backup } from './backup'
import { type CliContext, type Command, COMMON_OPTIONS, Misused } from './command'
import { doctor } from './doctor'
import { exportCommand } from './export'
import { importCommand } from './import'
import { restore } from './restore'
import { search } from './search'
import { verify } from './verify'
import { where } from './where'
import { toFailure } from '../errors'
import type { Root } from '../storage/root'

const commands: Record<string, Command> = {
  where,
  doctor,
  search,
  export: exportCommand,
  backup,
  verify,
  restore,
  import: importCommand,
}

/** What the program gives to the command line: no folder is touched before a command is understood. */
export interface CliHost extends Omit<CliContext, 'root'> {
  argv: readonly string[]
  resolveRoot(): Root
  /** Puts a failure into a sentence. */
  explain(failure: Failure): string
  /** Resolves when all of it has left the process. */
  print(text: string): Promise<void>
}

type ExitCode = 0 | 1 | 2

/** What was asked for, or in what way the command line was misused. */
type Asked = 'help' | 'version' | { misused: string } | { run: Run }
type Run = (context: CliContext) => ReturnType<Command['run']>

/**
 * Runs what follows `--cli`: prints one JSON object and answers the exit code, 0, 1 (it failed) or 2
 * (bad usage, or a data folder that was asked for and cannot be used).
 */
export async function runCli(host: CliHost): Promise<ExitCode> {
  const [code, output] = await perform(host)
  await host.print(`${JSON.stringify(output, null, 2)}\n`)
  return code
}

async function perform(host: CliHost): Promise<[ExitCode, object]> {
  const asked = parse(host.argv.slice(host.argv.indexOf('--cli') + 1))
  if (asked === 'help') return [0, help()]
  if (asked === 'version') return [0, { version: host.version }]
  if ('misused' in asked) return misused(asked.misused)
  try {
    const { ok, output } = await asked.run({ ...host, root: host.resolveRoot() })
    return [ok ? 0 : 1, output]
  } catch (error) {
    if (error instanceof Misused) return misused(error.message)
    const failure = toFailure(error)
    const { code, detail, values } = failure
    const isUsage = code === 'folder_unusable' || code === 'bad_input'
    const message = host.explain(failure)
    return [isUsage ? 2 : 1, { error: { code, message, detail, values } }]
  }
}

function misused(how: string): [ExitCode, object] {
  const message = `${how} "--cli --help" lists the commands.`
  return [2, { error: { code: 'bad_input', message } }]
}

function parse(args: string[]): Asked {
  if (args.includes('--help')) return 'help'
  if (args.includes('--version')) return 'version'
  const loose = parseArgs({ args, options: COMMON_OPTIONS, strict: false })
  const name = loose.positionals[0]
  if (name === undefined) return { misused: 'No command was given.' }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return { misused: `There is no command "${name}".` }
  const [least, most] = command.words
  try {
    const options = { ...command.options, ...COMMON_OPTIONS }
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true })
    const words = positionals.slice(1)
    if (words.length < least || words.length > most) {
      return { misused: `The form is: ${name} ${command.usage}`.trim() + '.' }
    }
    return { run: (context) => command.run(context, words, { ...values }) }
  } catch (error) {
    return { misused: error instanceof Error ? error.message : String(error) }
  }
}

function help() {
  const list = Object.entries(commands).map(([name, { usage, summary }]) => ({
    command: `${name} ${usage}`.trim(),
    summary,
  }))
  return { usage: 'keepsake [--data-dir=<folder>] --cli <command>', commands: list }
}
