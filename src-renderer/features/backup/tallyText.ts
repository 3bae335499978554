import type { Tally } from '@contract/backup'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

const PARTS = ['adds', 'updates', 'removes', 'identical', 'conflicts'] as const

/** Such as "adds 12, updates 3, identical 240, conflicts 1"; empty where there is nothing. */
export function tallyText(t: TFunction<'backup'>, tally: Tally, language: string) {
  const format = new Intl.NumberFormat(language)
  return PARTS.filter((part) => tally[part] > 0)
    .map((part) => t(`tally.${part}`, { number: format.format(tally[part]) }))
    .join(', ')
}

export function useTallyText() {
  const { t, i18n } = useTranslation('backup')
  return (tally: Tally) => tallyText(t, tally, i18n.language)
}
