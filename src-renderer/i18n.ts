import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type attachments from '@locales/en/attachments.json'
import type backup from '@locales/en/backup.json'
import type chat from '@locales/en/chat.json'
import type common from '@locales/en/common.json'
import type errors from '@locales/en/errors.json'
import type importing from '@locales/en/importing.json'
import type imports from '@locales/en/imports.json'
import type library from '@locales/en/library.json'
import type moving from '@locales/en/moving.json'
import type recovery from '@locales/en/recovery.json'
import type search from '@locales/en/search.json'
import type settings from '@locales/en/settings.json'
import type sidebar from '@locales/en/sidebar.json'
import type space from '@locales/en/space.json'
import type storage from '@locales/en/storage.json'
import type transfer from '@locales/en/transfer.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
  }
  interface ResourceNamespaceMap {
    attachments: typeof attachments
    backup: typeof backup
    chat: typeof chat
    common: typeof common
    errors: typeof errors
    importing: typeof importing
    imports: typeof imports
    library: typeof library
    moving: typeof moving
    recovery: typeof recovery
    search: typeof search
    settings: typeof settings
    space: typeof space
    storage: typeof storage
    sidebar: typeof sidebar
    transfer: typeof transfer
  }
}

const files = import.meta.glob<Record<string, unknown>>('../resources/locales/*/*.json', {
  eager: true,
  import: 'default',
})

const resources: Record<string, Record<string, Record<string, unknown>>> = {}
for (const [path, texts] of Object.entries(files)) {
  const [language = '', file = ''] = path.split('/').slice(-2)
  resources[language] = { ...resources[language], [file.replace('.json', '')]: texts }
}

/** The window's texts. */
export const i18n = createInstance()

void i18n.use(initReactI18next).init({
  resources,
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** Takes the setting's language, or the system's for `system`, where a catalogue exists. */
export function setLanguage(language: string) {
  const wanted = language in resources ? language : navigator.language
  void i18n.changeLanguage(wanted)
  document.documentElement.lang = i18n.resolvedLanguage ?? 'en'
  document.documentElement.dir = i18n.dir()
}
