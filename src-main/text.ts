import { createInstance } from 'i18next'
import dialogs from '@locales/en/dialogs.json'
import errors from '@locales/en/errors.json'
import imports from '@locales/en/imports.json'
import menu from '@locales/en/menu.json'
import transcript from '@locales/en/transcript.json'
import type { Failure } from '@contract/errors'

const catalogue = createInstance()
void catalogue.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { en: { dialogs, errors, imports, menu, transcript } },
})

/** A sentence of the catalogue, such as `text('menu:quit')`. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  return catalogue.t(key, values)
}

/** What happened, what it means for the data, and what to do next, in one paragraph. */
export function describeFailure({ code, detail, values }: Failure): string {
  const sentences = ['cause', 'effect', 'action'].map((part) =>
    text(`errors:${code}.${part}`, values),
  )
  return [sentences[0], detail && `(${detail})`, ...sentences.slice(1)].filter(Boolean).join(' ')
}
