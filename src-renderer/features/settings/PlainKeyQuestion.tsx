import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { ConfirmDialog } from '../../ui/ConfirmDialog'

interface Props {
  open: boolean
  onAllow: () => void
  onClose: () => void
}

/** Asked once, before the first key is written unencrypted; the answer can be taken back in the list. */
export function PlainKeyQuestion({ open, onAllow, onClose }: Props) {
  const { t } = useTranslation('settings')
  const allow = async () => {
    await useSettings.getState().update({ plainKeysAllowed: true })
    onAllow()
  }
  return (
    <ConfirmDialog
      open={open}
      title={t('form.plain')}
      confirm={t('form.plainConfirm')}
      danger={false}
      onConfirm={() => void allow()}
      onClose={onClose}
    >
      <p>{t('form.plainText')}</p>
      <p className="mt-2">{t('form.plainRefused')}</p>
    </ConfirmDialog>
  )
}
