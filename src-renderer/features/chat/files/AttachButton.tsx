import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LARGEST, MOST, useDraftFiles } from '../../../stores/draftFiles'
import { IconButton } from '../../../ui/IconButton'
import { writeBytes } from '../../settings/bytes'

export function AttachButton({ draft, full }: { draft: string; full: boolean }) {
  const { t, i18n } = useTranslation('attachments')
  const choose = useDraftFiles((state) => state.choose)
  return (
    <IconButton
      label={t('attach')}
      tip={t('attachTip', { size: writeBytes(LARGEST, i18n.language), count: MOST })}
      icon={Paperclip}
      side="top"
      disabled={full}
      className="size-8"
      onClick={() => {
        document.getElementById('composer')?.focus()
        void choose(draft)
      }}
    />
  )
}
