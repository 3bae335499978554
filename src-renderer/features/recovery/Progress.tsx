import type { CallOutput } from '@contract/calls'
import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/Spinner'
import type { Step } from './useRecovery'

interface Props {
  busy: Step | null
  saved: CallOutput<'recovery.salvage'> | null
}

/** Says what is under way and what came of it. It is there from the start, so that it is announced. */
export function Progress({ busy, saved }: Props) {
  const { t } = useTranslation('recovery')
  return (
    <output className="flex items-center gap-3 rounded-lg not-empty:bg-popover not-empty:px-4 not-empty:py-3 not-empty:shadow-popover">
      {busy && (
        <>
          <Spinner />
          {t(`busy_${busy}`)}
        </>
      )}
      {!busy && saved && (
        <p>
          {t('saved', {
            chats: t('chats', { count: saved.conversations }),
            messages: t('messages', { count: saved.messages }),
          })}{' '}
          {saved.lost > 0 && t('lost', { count: saved.lost })}
        </p>
      )}
    </output>
  )
}
