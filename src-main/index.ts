import { app } from 'electron'
import { isCli, runCli } from './cli'
import { openReadable } from './db/open'
import { environment, now } from './environment'
import { AppError, toFailure } from './errors'
import { startProgram } from './program'
import { declareProtocol } from './shell/protocol'
import { resolveRoot } from './storage/root'
import { describeFailure } from './text'

app.setName('Keepsake')

if (isCli(process.argv)) void answerCommand()
else start()

async function answerCommand(): Promise<void> {
  const world = environment()
  const code = await runCli({
    argv: process.argv,
    version: app.getVersion(),
    appDataDir: world.appDataDir,
    now,
    resolveRoot: () => resolveRoot(world),
    openDatabase: openReadable,
    explain: describeFailure,
    progress: (line) => void process.stderr.write(`${line}\n`),
    print: (output) =>
      new Promise((resolve) => {
        process.stdout.write(output, () => resolve())
      }),
  })
  app.exit(code)
}

function start(): void {
  // Where it was switched off, as root must, insisting on it would end every page's process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declareProtocol()
  startProgram().catch((error: unknown) => {
    const failure = toFailure(error)
    process.stderr.write(`${describeFailure(failure)}\n`)
    const wasAskedFor = error instanceof AppError && failure.code === 'folder_unusable'
    app.exit(wasAskedFor ? 2 : 1)
  })
}
