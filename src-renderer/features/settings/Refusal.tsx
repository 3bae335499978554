import type { Failure } from '@contract/errors'
import { useTranslation } from 'react-i18next'

/** Why a server refused: the cause, its own words, and what to do. No message was sent, so none is mentioned. */
export function Refusal({ failure }: { failure: Failure }) {
  const { t } = useTranslation(['errors', 'settings'])
  const values = {
    host: t('errors:fallbacks.host'),
    path: t('errors:fallbacks.path'),
    reason: t('errors:fallbacks.reason'),
    ...failure.values,
  }
  return (
    <>
      <p className="font-medium">{t(`errors:${failure.code}.cause`, values)}</p>
      {failure.detail && (
        <p className="text-sm" dir="auto">
          {failure.code.startsWith('provider_') && `${t('settings:form.testSaid')}: `}
          <span className="font-mono break-words">{failure.detail}</span>
        </p>
      )}
      <p className="text-sm">{t(`errors:${failure.code}.action`, values)}</p>
    </>
  )
}
