import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useBackups } from '../../stores/backups'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { FailureText } from '../notices/FailureText'

/** A scheduled backup that was not made, until one is or the user wants to hear no more of it. */
export function BackupBanner() {
  const { t } = useTranslation(['backup', 'common'])
  const plan = useBackups((state) => state.plan)
  if (!plan?.failure || plan.dismissed) return null
  return (
    <section aria-label={t('plan.title')} className="shrink-0">
      <Banner
        look="danger"
        alert
        action={
          <div className="flex gap-1">
            <Button onClick={() => useView.getState().openSettings('data')}>
              {t('plan.look')}
            </Button>
            <IconButton
              label={t('common:dismiss')}
              icon={X}
              onClick={() => void call('backups.dismiss')}
            />
          </div>
        }
      >
        <p className="font-medium">{t('plan.banner')}</p>
        <FailureText failure={plan.failure} brief />
      </Banner>
    </section>
  )
}
