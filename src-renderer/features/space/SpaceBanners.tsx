import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSpace } from '../../stores/space'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { useWhen } from '../backup/useWhen'
import { writeBytes } from '../settings/bytes'

/** What will go by itself, what went, and a limit that is passed; each until it is over or seen. */
export function SpaceBanners() {
  const { t, i18n } = useTranslation(['space', 'common', 'sidebar'])
  const when = useWhen()
  const state = useSpace((store) => store.state)
  const show = useSpace((store) => store.show)
  const dismiss = useSpace((store) => store.dismiss)
  const putBack = useSpace((store) => store.putBack)
  if (!state) return null
  const { expiring, expired, over, moved, noRoomToMove } = state
  if (!expiring && !expired && !over && !moved && !noRoomToMove) return null
  const write = (bytes: number) => writeBytes(bytes, i18n.language)
  const free = <Button onClick={() => show('free')}>{t('freeSpace')}</Button>
  const toTrash = (
    <Button onClick={() => useView.getState().showPage('trash')}>{t('openTrash')}</Button>
  )
  const seen = <IconButton label={t('common:dismiss')} icon={X} onClick={dismiss} />
  return (
    <section aria-label={t('region')} className="max-h-[40vh] shrink-0 overflow-y-auto">
      {over && (
        <Banner look="caution" alert action={free}>
          <p className="font-medium">
            {t('over', { used: write(over.bytes), limit: write(over.limit) })}
          </p>
          <p>{t('overHint')}</p>
        </Banner>
      )}
      {noRoomToMove && (
        <Banner look="caution" alert action={over ? undefined : free}>
          {t('noRoomToMove')}
        </Banner>
      )}
      {moved && (
        <Banner
          alert
          action={
            <div className="flex flex-wrap gap-1 max-sm:w-full max-sm:pl-7">
              <Button onClick={() => void putBack()}>{t('common:undo')}</Button>
              {toTrash}
              {seen}
            </div>
          }
        >
          <p className="font-medium">{t('moved', { count: moved.chats.length })}</p>
          <ul
            className="max-h-24 overflow-y-auto"
            aria-label={t('moved', { count: moved.chats.length })}
          >
            {moved.chats.map(({ id, title }) => (
              <li key={id} className="truncate" dir="auto">
                {title || t('sidebar:untitled')}
              </li>
            ))}
          </ul>
          <p>{t('movedHint')}</p>
        </Banner>
      )}
      {expiring && (
        <Banner look="caution" alert action={toTrash}>
          <p className="font-medium">
            {t('expiring', { count: expiring.count, when: when(expiring.at) })}
          </p>
          <p>{t('expiringHint')}</p>
        </Banner>
      )}
      {expired && (
        <Banner alert action={seen}>
          <p className="font-medium">{t('expired', { count: expired.count })}</p>
          <p>{t('expiredHint', { when: when(expired.at) })}</p>
        </Banner>
      )}
    </section>
  )
}
