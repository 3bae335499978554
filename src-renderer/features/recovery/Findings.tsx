import type { RecoveryState } from '@contract/state'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { useWhen } from './useWhen'

const EXPLAINED = [
  'database_damaged',
  'database_missing',
  'database_foreign',
  'database_newer',
  'migration_failed',
] as const

/** What was found, what it means for the data, what was here before, and where. */
export function Findings({ state, onOpen }: { state: RecoveryState; onOpen: () => void }) {
  const { t } = useTranslation(['recovery', 'errors'])
  const when = useWhen()
  const { problem, lastKnown, file } = state
  const kind = EXPLAINED.find((code) => code === problem.code) ?? 'other'
  const values = {
    host: t('errors:fallbacks.host'),
    path: t('errors:fallbacks.path'),
    reason: t('errors:fallbacks.reason'),
    ...problem.values,
  }
  return (
    <>
      <h1 className="text-xl font-semibold">{t(`recovery:title_${kind}`)}</h1>
      <Banner look={kind === 'database_newer' ? 'info' : 'caution'} alert className="rounded-lg">
        <p className="font-medium">{t(`errors:${problem.code}.cause`, values)}</p>
        <p>{t(`recovery:effect_${kind}`)}</p>
        {kind === 'other' && <p>{t(`errors:${problem.code}.action`, values)}</p>}
      </Banner>
      <p>
        {lastKnown
          ? t('recovery:known', {
              chats: t('recovery:chats', { count: lastKnown.conversations }),
              messages: t('recovery:messages', { count: lastKnown.messages }),
              when: when(lastKnown.at),
            })
          : t('recovery:unknown')}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-64 flex-1 text-sm text-muted-foreground">
          {t('recovery:file')}: <span className="font-mono break-all select-text">{file}</span>
        </p>
        <Button onClick={onOpen}>{t('recovery:openFolder')}</Button>
      </div>
      {problem.detail && problem.detail !== file && (
        <details className="text-sm text-muted-foreground">
          <summary>{t('recovery:details')}</summary>
          <p className="mt-1 font-mono break-words select-text" dir="auto">
            {problem.detail}
          </p>
        </details>
      )}
    </>
  )
}
