import { useTranslation } from 'react-i18next'

/** Says why a place was taken or refused; a code that the catalogue lacks is better than nothing. */
export function useReason() {
  const { t } = useTranslation('storage')
  return (code: string) => t(`reason_${code}`, { defaultValue: code })
}
