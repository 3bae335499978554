import type { TFunction } from 'i18next'

export const TABS = [
  'general',
  'providers',
  'projects',
  'storage',
  'data',
  'shortcuts',
  'about',
] as const
export type Tab = (typeof TABS)[number]

/** What can be searched: the tab it is in, its label, and more words that it is found by. */
const settings = {
  theme: { tab: 'general', label: 'general.theme', more: 'general.themes.dark' },
  fontSize: { tab: 'general', label: 'general.fontSize', more: 'general.fontSizeHint' },
  sendKey: { tab: 'general', label: 'general.sendKey', more: 'general.sendKeyHint.enter' },
  titles: { tab: 'general', label: 'general.titlesByModel', more: 'general.titlesByModelHint' },
  notify: { tab: 'general', label: 'general.notify', more: 'general.notifyHint' },
  discovery: { tab: 'general', label: 'general.discovery', more: 'general.discoveryHint' },
  profiles: { tab: 'general', label: 'profiles.title', more: 'profiles.about' },
  providers: { tab: 'providers', label: 'providers.title', more: 'providers.add' },
  localServers: { tab: 'providers', label: 'providers.find', more: 'providers.foundNone' },
  baseUrl: { tab: 'providers', label: 'form.baseUrl', more: 'form.baseUrlHint' },
  key: { tab: 'providers', label: 'form.key', more: 'form.keyHint' },
  model: { tab: 'providers', label: 'form.model', more: 'form.modelHint' },
  parameters: { tab: 'providers', label: 'form.parameters', more: 'form.moreSummary' },
  plainKeys: { tab: 'providers', label: 'providers.keys', more: 'providers.plainAllowed' },
  projects: { tab: 'projects', label: 'projects.title', more: 'projects.about' },
  place: { tab: 'storage', label: 'storage.place', more: 'storage.openFolder' },
  space: { tab: 'storage', label: 'storage.use', more: 'storage.backups' },
  move: { tab: 'storage', label: 'storage.another', more: 'storage.move' },
  otherRoots: { tab: 'storage', label: 'storage.otherRoots', more: 'storage.otherRootsMore' },
  import: { tab: 'data', label: 'import', more: 'importMore' },
  freeSpace: { tab: 'storage', label: 'freeSpace', more: 'freeSpaceMore' },
  sizeLimit: { tab: 'storage', label: 'sizeLimit', more: 'sizeLimitMore' },
  copyNow: { tab: 'storage', label: 'copyNow', more: 'copyNowMore' },
  checkDatabase: { tab: 'storage', label: 'checkDatabase', more: 'checkDatabaseMore' },
  createBackup: { tab: 'data', label: 'createBackup', more: 'createBackupMore' },
  restoreBackup: { tab: 'data', label: 'restoreBackup', more: 'restoreBackupMore' },
  verifyBackup: { tab: 'data', label: 'verifyBackup', more: 'verifyBackupMore' },
  backupFolder: { tab: 'data', label: 'backupFolder', more: 'backupFolderMore' },
  copies: { tab: 'data', label: 'copies', more: 'copiesMore' },
  exportAll: { tab: 'data', label: 'exportAll', more: 'exportAllMore' },
  trashDays: { tab: 'data', label: 'trashDays', more: 'trashDaysMore' },
  clearAll: { tab: 'data', label: 'clearAll', more: 'clearAllMore' },
  shortcuts: { tab: 'shortcuts', label: 'tabs.shortcuts', more: 'shortcuts.about' },
  version: { tab: 'about', label: 'tabs.about', more: 'about.builtOn' },
  licence: { tab: 'about', label: 'about.licence', more: 'about.licenceText' },
  privacy: { tab: 'about', label: 'about.privacy', more: 'about.privacyPoints.telemetry' },
} as const satisfies Record<string, { tab: Tab; label: string; more: string }>

export type SettingName = keyof typeof settings

export interface Hit {
  name: SettingName
  tab: Tab
  label: string
}

/** The settings that every word of the query occurs in, those with it in their label first. */
export function findSettings(query: string, t: TFunction<'settings'>): Hit[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const hits = Object.entries(settings).flatMap(([name, { tab, label, more }]) => {
    const title = t(label)
    const all = `${title} ${t(more)} ${t(`tabs.${tab}`)}`.toLocaleLowerCase()
    if (!words.every((word) => all.includes(word))) return []
    const inLabel = words.every((word) => title.toLocaleLowerCase().includes(word))
    // The keys of the table above, which Object.entries widens.
    return [{ name: name as SettingName, tab, label: title, inLabel }]
  })
  return hits.toSorted((one, other) => Number(other.inLabel) - Number(one.inLabel))
}
