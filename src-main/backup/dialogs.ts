import { dirname, join } from 'node:path'
import type { Surroundings } from '../app/app'
import { dayName } from './plan'

/** Where a new backup goes; null where the user has closed the dialog. */
export async function askForTarget(around: Surroundings): Promise<string | null> {
  const name = dayName(around.now())
  const folder = around.settings.get().lastFolder
  const path = folder === null ? name : join(folder, name)
  const file = await around.askWhere({ what: 'backup', path, extensions: ['keepsake'] })
  if (file !== null) noteFolder(around, file)
  return file
}

/** Which backup is meant; null where the user has closed the dialog. */
export async function askForBackup(around: Surroundings): Promise<string | null> {
  const [file = null] = await around.askOpen('openBackup', around.settings.get().lastFolder)
  if (file !== null) noteFolder(around, file)
  return file
}

function noteFolder({ settings, log }: Surroundings, file: string): void {
  try {
    if (dirname(file) !== settings.get().lastFolder) settings.change({ lastFolder: dirname(file) })
  } catch (error) {
    log.warn('the folder is not noted for the next time', { error })
  }
}
