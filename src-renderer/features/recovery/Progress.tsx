import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/Spinner'
import { JobLine } from '../transfer/JobLine'
import type { useRecovery } from './useRecovery'

/** Says what is under way and what came of it. It is there from the start, so that it is announced. */
export function Progress({ recovery }: { recovery: ReturnType<typeof useRecovery> }) {
  const { t } = useTranslation('recovery')
  const { busy, job, saved, cancel } = recovery
  // What a restore does after it has read the backup is done to its end.
  const canEnd = job?.kind === 'rescue' || job?.step === 'reading'
  return (
    <output className="block rounded-lg not-empty:bg-popover not-empty:px-4 not-empty:py-3 not-empty:shadow-popover">
      {busy && job && <JobLine job={job} onCancel={canEnd ? cancel : undefined} />}
      {busy && !job && (
        <p className="flex items-center gap-3">
          <Spinner />
          {t(`busy_${busy}`)}
        </p>
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
