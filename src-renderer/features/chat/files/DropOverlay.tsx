import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LARGEST, MOST } from '../../../stores/draftFiles'
import { writeBytes } from '../../settings/bytes'

/** Says what a drop here will do. The pointer goes through it to what is below. */
export function DropOverlay() {
  const { t, i18n } = useTranslation('attachments')
  const size = writeBytes(LARGEST, i18n.language)
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-2 z-20 flex flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-primary bg-background/92 p-6 text-center"
    >
      <Paperclip size={26} strokeWidth={1.5} aria-hidden className="text-primary" />
      <p className="text-lg font-semibold">{t('drop')}</p>
      <p className="text-muted-foreground">{t('dropLimit', { size, count: MOST })}</p>
    </div>
  )
}
