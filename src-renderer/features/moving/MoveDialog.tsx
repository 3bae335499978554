import type { Failure } from '@contract/errors'
import type { MovePlace, MovePlan } from '@contract/moving'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useMoving } from '../../stores/moving'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { PlanView } from './PlanView'

/** Asks where to, says what that would mean, and moves when the user says so. */
export default function MoveDialog() {
  const { t } = useTranslation(['moving', 'common'])
  const places = useMoving((state) => state.state?.places) ?? ['folder']
  const isPending = useMoving((state) => state.state?.pending) != null
  const ask = useMoving((state) => state.ask)
  const start = useMoving((state) => state.start)
  const [plan, setPlan] = useState<MovePlan | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [looking, setLooking] = useState<MovePlace | null>(null)
  const first = useRef<HTMLButtonElement>(null)

  const look = async (place: MovePlace) => {
    setLooking(place)
    setFailure(null)
    const answer = await call('moves.plan', { place })
    setLooking(null)
    if (!answer.ok) setFailure(answer.error)
    // Who closed the system's dialog keeps what was looked at before.
    else if (answer.value) setPlan(answer.value)
  }

  return (
    <Dialog
      open
      title={t('dialog.title')}
      description={t('dialog.about')}
      size="w-[36rem]"
      initialFocus={first}
      onClose={() => ask(false)}
    >
      <div className="min-h-0 overflow-y-auto px-5 py-4">
        {isPending && (
          <Banner look="caution" className="mb-3 rounded-lg">
            {t('pending.first')}
          </Banner>
        )}
        <ul
          aria-label={t('dialog.where')}
          className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card"
        >
          {places.map((place, index) => (
            <li
              key={place}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-2.5"
            >
              <p id={`move-${place}`} className="min-w-0 flex-1 basis-52 text-muted-foreground">
                {t(`dialog.placesHint.${place}`)}
              </p>
              <Button
                ref={index === 0 ? first : undefined}
                aria-describedby={`move-${place}`}
                disabled={looking !== null || isPending}
                onClick={() => void look(place)}
              >
                {t(`dialog.places.${place}`)}
              </Button>
            </li>
          ))}
        </ul>
        <div role="status" className="mt-4 min-h-6">
          {looking && (
            <p className="flex items-center gap-2 text-muted-foreground">
              <Spinner />
              {t('dialog.looking')}
            </p>
          )}
          {!looking && plan && <PlanView plan={plan} />}
        </div>
        {failure && (
          <Banner look="danger" alert className="mt-2 rounded-lg">
            <FailureText failure={failure} />
          </Banner>
        )}
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={() => ask(false)}>{t('common:cancel')}</Button>
        <Button
          look="primary"
          disabled={!plan || plan.refusal !== null || looking !== null}
          onClick={() => plan && void start(plan.to)}
        >
          {t('dialog.run')}
        </Button>
      </div>
    </Dialog>
  )
}
