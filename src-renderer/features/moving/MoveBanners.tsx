import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoving } from '../../stores/moving'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { writeBytes } from '../settings/bytes'

/** A move that was interrupted, and, once after a move, the old copy that it left. */
export function MoveBanners() {
  const { t, i18n } = useTranslation('moving')
  const state = useMoving((store) => store.state)
  const load = useMoving((store) => store.load)
  const resume = useMoving((store) => store.resume)
  const cancel = useMoving((store) => store.cancel)
  const keep = useMoving((store) => store.keep)

  useEffect(() => void load(), [load])

  if (!state?.pending && !state?.left) return null
  const { pending, left } = state
  return (
    <section aria-label={t('dialog.title')} className="shrink-0">
      {pending && (
        <Banner
          look="caution"
          alert
          action={
            <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:pl-7">
              <Button onClick={() => void resume()}>{t('pending.resume')}</Button>
              <Button onClick={() => void cancel()}>{t('pending.cancel')}</Button>
            </div>
          }
        >
          <p className="font-medium">{t('pending.title')}</p>
          <p className="wrap-anywhere">{t('pending.text', pending)}</p>
        </Banner>
      )}
      {left && (
        <Banner
          action={
            <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:pl-7">
              <Button onClick={() => useView.getState().openSettings('storage')}>
                {t('left.look')}
              </Button>
              <Button onClick={() => void keep(left.id)}>{t('left.keep')}</Button>
            </div>
          }
        >
          <p className="font-medium">{t('left.title')}</p>
          <p className="wrap-anywhere">
            {t('left.text', { path: left.path, size: writeBytes(left.bytes, i18n.language) })}
          </p>
        </Banner>
      )}
    </section>
  )
}
