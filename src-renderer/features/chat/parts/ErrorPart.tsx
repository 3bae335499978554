import type { Failure } from '@contract/errors'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureText } from '../../notices/FailureText'

/** Why a reply failed, in the thread where it would have been. */
export function ErrorPart({ failure }: { failure: Failure }) {
  const seconds = Number(failure.values?.retryAfter)
  return (
    <div className="my-2 rounded-lg border-l-3 border-destructive bg-destructive-soft/60 px-4 py-2.5 text-base">
      <FailureText failure={failure} />
      {seconds > 0 && <Countdown seconds={seconds} />}
    </div>
  )
}

/** The server's wait, counted from when it was shown: the failure itself carries no time. */
function Countdown({ seconds }: { seconds: number }) {
  const { t } = useTranslation('chat')
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const end = Date.now() + seconds * 1000
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      setLeft(rest)
      if (rest === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [seconds])
  return (
    <p className="mt-1 font-medium tabular-nums">
      {left > 0 ? t('failure.retryIn', { count: left }) : t('failure.retryNow')}
    </p>
  )
}
