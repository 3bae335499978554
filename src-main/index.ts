import { app, dialog } from 'electron'
import { join } from 'node:path'
import { isCli, runCli } from './cli'
import { openReadable } from './db/open'
import { environment, keepChromiumIn, now } from './environment'
import { AppError, toFailure } from './errors'
import { startProgram } from './program'
import { declareProtocol } from './shell/protocol'
import { paths } from './storage/layout'
import { DEFAULT_PROFILE } from './storage/profiles'
import { resolveRoot } from './storage/root'
import { describeFailure, text } from './text'

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
    resolveRoot() {
      const root = resolveRoot(world)
      keepChromiumIn(join(paths(root.path, DEFAULT_PROFILE).chromium, 'command'), root)
      return root
    },
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
    // On Linux this only reaches standard error as long as the program is not ready.
    dialog.showErrorBox(text('dialogs:startFailedTitle'), describeFailure(failure))
    const wasAskedFor = error instanceof AppError && failure.code === 'folder_unusable'
    app.exit(wasAskedFor ? 2 : 1)
  })
}
