import { basename, dirname } from 'node:path'
import Conf from 'conf'
import type { MachineSettings, SettingsStore } from '../../../src-main/storage/settingsFile'

/** What electron-store stands on, with the same options: itself it works in Electron only. */
export function settingsStore(file: string, defaults: MachineSettings): SettingsStore {
  return new Conf<MachineSettings>({
    cwd: dirname(file),
    configName: basename(file, '.json'),
    projectName: 'keepsake',
    defaults,
    clearInvalidConfig: false,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  })
}
