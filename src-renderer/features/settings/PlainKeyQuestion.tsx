import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { ConfirmDialog } from '../../ui/ConfirmDialog'

interface Props {
  open: boolean
  /** Saves the key again: only until the program ends, or in clear. */
  onKeep: (how: { sessionOnly: boolean }) => void
  onClose: () => void
}

/** Asked before a key is written unencrypted; that it may be is remembered, and can be taken back. */
export function PlainKeyQuestion({ open, onKeep, onClose }: Props) {
  const { t } = useTranslation('settings')
  const storeInClear = async () => {
    await useSettings.getState().update({ plainKeysAllowed: true })
    onKeep({ sessionOnly: false })
  }
  return (
    <ConfirmDialog
      open={open}
      title={t('form.plain')}
      confirm={t('form.plainSession')}
      also={{ label: t('form.plainConfirm'), act: () => void storeInClear() }}
      danger={false}
      onConfirm={() => onKeep({ sessionOnly: true })}
      onClose={onClose}
    >
      <p>{t('form.plainText')}</p>
      <p className="mt-2">{t('form.plainRefused')}</p>
    </ConfirmDialog>
  )
}
