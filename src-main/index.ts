import { app, dialog } from 'electron'
import { AppError, toFailure } from './errors'
import { startProgram } from './app/program'
import { declareProtocol } from './shell/protocol'
import { describeFailure, text } from './text'

app.setName('Keepsake')

// Awaited, because Electron waits with it: were it ready before the root is known, Chromium would
// write elsewhere. A window does without what only commands need.
if (process.argv.includes('--cli')) void (await import('./app/answerCommand')).answerCommand()
else start()

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
