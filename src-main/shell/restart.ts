import { app } from 'electron'

/** Ends the program as a person does and starts it anew, with `dataDir` as the folder that is asked for. */
export function restart(dataDir?: string): void {
  // What unpacks itself into a temporary folder is started by the file that the user knows.
  const { APPIMAGE, PORTABLE_EXECUTABLE_FILE } = process.env
  const execPath = APPIMAGE || PORTABLE_EXECUTABLE_FILE
  app.relaunch({
    args: argumentsFor(process.argv.slice(1), dataDir),
    ...(execPath && { execPath }),
  })
  app.quit()
}

/** The arguments of the next start: those of this one, with another folder where one is given. */
export function argumentsFor(args: readonly string[], dataDir?: string): string[] {
  if (dataDir === undefined) return [...args]
  const others = args.filter(
    (word, index) =>
      word !== '--data-dir' && !word.startsWith('--data-dir=') && args[index - 1] !== '--data-dir',
  )
  return [...others, `--data-dir=${dataDir}`]
}
