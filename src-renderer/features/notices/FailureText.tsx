import type { Failure } from '@contract/errors'
import { useTranslation } from 'react-i18next'
import { useFailure } from './useFailure'

interface Props {
  failure: Failure
  /** Without the other side's own words, where there is little room. */
  brief?: boolean
}

/** What happened, what it means for the data, what to do next, and the other side's own words. */
export function FailureText({ failure, brief = false }: Props) {
  const { t } = useTranslation('chat')
  const { cause, effect, action } = useFailure(failure)
  return (
    <>
      <p className="font-medium">{cause}</p>
      <p>
        {effect} {action}
      </p>
      {!brief && failure.detail && (
        <p className="mt-1 text-sm text-muted-foreground" dir="auto">
          {failure.code.startsWith('provider_') && `${t('failure.said')}: `}
          <span className="font-mono break-words">{failure.detail}</span>
        </p>
      )}
    </>
  )
}
