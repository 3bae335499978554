import type { RootState } from '@contract/state'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotices } from '../../stores/notices'
import { useSpace } from '../../stores/space'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { FallbackText } from './FallbackText'
import { FailureText } from './FailureText'

/** What is wrong with the place of the data. All but a mere warning stays until it is put right. */
export function StorageBanners({ root }: { root: RootState | null }) {
  const { t } = useTranslation(['common', 'space', 'storage'])
  const problem = useNotices((state) => state.problem)
  const [hidden, setHidden] = useState<readonly string[]>([])
  const look = (
    <Button onClick={() => useView.getState().openSettings('storage')}>{t('storage.look')}</Button>
  )
  const warnings = root?.warnings.filter((warning) => !hidden.includes(warning)) ?? []
  if (!problem && !root?.fallback && warnings.length === 0) return null
  return (
    <section aria-label={t('storage.region')} className="shrink-0">
      {problem && (
        <Banner
          look="danger"
          alert
          action={
            <div className="flex flex-wrap gap-2">
              {problem.code === 'disk_full' && (
                <Button onClick={() => useSpace.getState().show('free')}>
                  {t('space:freeSpace')}
                </Button>
              )}
              {look}
            </div>
          }
        >
          <p className="font-medium">{t('storage.problem')}</p>
          <FailureText failure={problem} brief />
          <p>{t('storage.kept')}</p>
        </Banner>
      )}
      {root?.fallback && (
        <Banner look={root.kind === 'temporary' ? 'danger' : 'caution'} alert action={look}>
          <FallbackText root={root} />
        </Banner>
      )}
      {warnings.map((warning) => (
        <Banner
          key={warning}
          look="caution"
          action={
            <IconButton
              label={t('dismiss')}
              icon={X}
              onClick={() => setHidden([...hidden, warning])}
            />
          }
        >
          {t(`storage:warning_${warning}`)}
        </Banner>
      ))}
    </section>
  )
}
