import { useTranslation } from 'react-i18next'
import { useNotices } from '../../stores/notices'
import { JobBars } from '../transfer/JobBars'
import { Toast } from './Toast'

/** Always in the page, because screen readers announce only what joins a region they already know. */
export function Notifications() {
  const { t } = useTranslation('common')
  const toasts = useNotices((state) => state.toasts)
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-(--composer,0px) mx-auto flex w-[34rem] max-w-full flex-col items-center gap-2 px-4 pb-3">
      <div
        role="status"
        aria-label={t('notifications')}
        // Above a dialog a notice is seen at once; a report that stays would lie in its way.
        className={`relative flex max-w-full flex-col items-center gap-2 ${toasts.some(({ report }) => report) ? 'z-20' : 'z-40'}`}
      >
        {toasts.map((notice) => (
          <Toast key={notice.id} notice={notice} />
        ))}
      </div>
      {/* Outside, because every step would be announced. */}
      <JobBars />
    </div>
  )
}
