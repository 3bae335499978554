import type { Failure } from '@contract/errors'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureText } from '../../notices/FailureText'

/** Why a reply failed, in the thread where it would have been. */
export function ErrorPart({ failure, at }: { failure: Failure; at: number }) {
  const seconds = Number(failure.values?.retryAfter ?? 0)
  return (
    <div className="my-2 rounded-lg border-l-3 border-destructive bg-destructive-soft/60 px-4 py-2.5 text-base">
      <FailureText failure={failure} />
      {seconds > 0 && <Countdown until={at + seconds * 1000} />}
    </div>
  )
}

/** How long the server wants to be left alone; nothing once that is in the past. */
function Countdown({ until }: { until: number }) {
  const { t } = useTranslation('chat')
  const [left, setLeft] = useState(() => secondsTo(until))
  const [over] = useState(left === 0)
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(secondsTo(until))
      if (secondsTo(until) === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [until])
  if (over) return null
  return (
    <p className="mt-1 font-medium tabular-nums">
      {left > 0 ? t('failure.retryIn', { count: left }) : t('failure.retryNow')}
    </p>
  )
}

function secondsTo(time: number) {
  return Math.max(0, Math.ceil((time - Date.now()) / 1000))
}
