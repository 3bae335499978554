import { createRequire } from 'node:module'
import type * as electronStore from './electronStore'
import {
  type MachineSettingsFile,
  openSettings,
  prepareSettings,
  type SettingsProblem,
  type SettingsStore,
} from '../storage/settingsFile'

/** Opens `settings.json` of a root; what was wrong with the file is told once and was kept. */
export function openMachineSettings(
  file: string,
  now: number,
): { settings: MachineSettingsFile; problem: SettingsProblem | null } {
  const problem = prepareSettings(file, now)
  return { settings: openSettings(file, loadedLate(file)), problem }
}

/**
 * electron-store, loaded with the first change: it brings more code than all the rest of the shell, and
 * no start should wait for it. By `require`, because a change is on the disk when it returns.
 */
function loadedLate(file: string): SettingsStore {
  let opened: SettingsStore | undefined
  const open = () => {
    const require = createRequire(import.meta.url)
    const built = require('./electronStore.js') as typeof electronStore
    return built.openElectronStore(file)
  }
  return {
    get store() {
      return (opened ??= open()).store
    },
    set store(settings) {
      opened ??= open()
      opened.store = settings
    },
  }
}
