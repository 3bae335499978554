import { basename, dirname } from 'node:path'
import ElectronStore from 'electron-store'
import {
  type MachineSettings,
  type MachineSettingsFile,
  openSettings,
  prepareSettings,
  type SettingsProblem,
} from '../storage/settingsFile'

/** Opens `settings.json` of a root; what was wrong with the file is told once and was kept. */
export function openMachineSettings(
  file: string,
  now: number,
): { settings: MachineSettingsFile; problem: SettingsProblem | null } {
  const problem = prepareSettings(file, now)
  const store = new ElectronStore<MachineSettings>({
    cwd: dirname(file),
    name: basename(file, '.json'),
    clearInvalidConfig: false,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  })
  return { settings: openSettings(file, store), problem }
}
