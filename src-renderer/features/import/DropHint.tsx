import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Lies over what files are held above, and lets them through. */
export function DropHint() {
  const { t } = useTranslation('importing')
  return (
    <div className="pointer-events-none absolute inset-1.5 z-10 flex flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed border-primary bg-background/90 p-4 text-center font-medium">
      <Download size={22} strokeWidth={1.75} aria-hidden className="text-primary" />
      {t('drop')}
    </div>
  )
}
