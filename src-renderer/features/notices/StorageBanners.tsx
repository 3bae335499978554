import type { StorageState } from '@contract/state'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotices } from '../../stores/notices'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { FailureText } from './FailureText'

/** What is wrong with the place of the data. All but a mere warning stays until it is put right. */
export function StorageBanners({ root }: { root: StorageState['root'] | null }) {
  const { t } = useTranslation('common')
  const problem = useNotices((state) => state.problem)
  const [hidden, setHidden] = useState<readonly string[]>([])
  const look = (
    <Button onClick={() => useView.getState().openSettings('storage')}>{t('storage.look')}</Button>
  )
  return (
    <div className="shrink-0">
      {problem && (
        <Banner look="danger" alert action={look}>
          <p className="font-medium">{t('storage.problem')}</p>
          <FailureText failure={problem} brief />
          <p>{t('storage.kept')}</p>
        </Banner>
      )}
      {root?.kind === 'temporary' && (
        <Banner look="danger" alert action={look}>
          <p className="font-medium">{t('storage.temporary')}</p>
          <p>{t('storage.temporaryWhy', { path: root.path, reason: root.reason })}</p>
        </Banner>
      )}
      {root?.fallback && root.kind !== 'temporary' && (
        <Banner look="caution" alert action={look}>
          <p className="font-medium">{t('storage.fallback')}</p>
          <p>{t('storage.fallbackWhy', { path: root.path, reason: root.reason })}</p>
        </Banner>
      )}
      {root?.warnings
        .filter((warning) => !hidden.includes(warning))
        .map((warning) => (
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
            {t(`storage.${warning}`)}
          </Banner>
        ))}
    </div>
  )
}
