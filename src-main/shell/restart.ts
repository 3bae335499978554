import { app } from 'electron'
import { argumentsFor } from './arguments'

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
