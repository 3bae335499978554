import { basename, dirname } from 'node:path'
import ElectronStore from 'electron-store'
import type { MachineSettings, SettingsStore } from '../storage/settingsFile'

/** Opens a settings file that was made readable before. */
export function openElectronStore(file: string): SettingsStore {
  return new ElectronStore<MachineSettings>({
    cwd: dirname(file),
    name: basename(file, '.json'),
    clearInvalidConfig: false,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  })
}
