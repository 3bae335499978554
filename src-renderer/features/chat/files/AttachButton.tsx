import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LARGEST, MOST, useDraftFiles } from '../../../stores/draftFiles'
import { IconButton } from '../../../ui/IconButton'
import { writeBytes } from '../../settings/bytes'

export function AttachButton({ draft, full }: { draft: string; full: boolean }) {
  const { t } = useTranslation('attachments')
  const choose = useDraftFiles((state) => state.choose)
  return (
    <IconButton
      label={t('attach')}
      tip={<Tip />}
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

/** A component, because to write a number takes 5 ms the first time: the composer does not wait for that. */
function Tip() {
  const { t, i18n } = useTranslation('attachments')
  return t('attachTip', { size: writeBytes(LARGEST, i18n.language), count: MOST })
}
