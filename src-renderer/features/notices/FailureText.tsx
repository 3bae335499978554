import type { Failure } from '@contract/errors'
import { useTranslation } from 'react-i18next'

interface Props {
  failure: Failure
  /** Without the other side's own words, where there is little room. */
  brief?: boolean
}

/** What happened, what it means for the data, what to do next, and the other side's own words. */
export function FailureText({ failure, brief = false }: Props) {
  const { t } = useTranslation(['errors', 'chat'])
  const values = {
    host: t('errors:fallbacks.host'),
    path: t('errors:fallbacks.path'),
    reason: t('errors:fallbacks.reason'),
    ...failure.values,
  }
  return (
    <>
      <p className="font-medium">{t(`errors:${failure.code}.cause`, values)}</p>
      <p>
        {t(`errors:${failure.code}.effect`, values)} {t(`errors:${failure.code}.action`, values)}
      </p>
      {!brief && failure.detail && (
        <p className="mt-1 text-sm text-muted-foreground" dir="auto">
          {failure.code.startsWith('provider_') && `${t('chat:failure.said')}: `}
          <span className="font-mono break-words">{failure.detail}</span>
        </p>
      )}
    </>
  )
}
