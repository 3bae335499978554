import type { Failure } from '@contract/errors'
import { useTranslation } from 'react-i18next'

/** The catalogue's three sentences about a failure, with its values filled in. */
export function useFailure({ code, values }: Failure) {
  const { t } = useTranslation(['errors', 'storage'])
  const reason = values?.reason
  const filled = {
    host: t('errors:fallbacks.host'),
    path: t('errors:fallbacks.path'),
    ...values,
    // Places are refused by codes of the storage catalogue.
    reason: reason === undefined ? '' : t(`storage:reason_${reason}`, { defaultValue: '' }),
  }
  return {
    cause: t(`errors:${code}.cause`, filled),
    effect: t(`errors:${code}.effect`, filled),
    action: t(`errors:${code}.action`, filled),
  }
}
