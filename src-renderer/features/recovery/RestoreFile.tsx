import type { OpenedBackup } from '@contract/backup'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useAbout } from '../backup/useAbout'
import { Choice } from './Choice'
import type { useRecovery } from './useRecovery'
import { Passphrase } from '../backup/Passphrase'

interface Props {
  recovery: ReturnType<typeof useRecovery>
}

/** A backup file takes the place of the history, after it was read whole. */
export function RestoreFile({ recovery }: Props) {
  const { t } = useTranslation(['recovery', 'backup'])
  const [opened, setOpened] = useState<OpenedBackup | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const about = useAbout(opened)

  async function choose() {
    const found = await recovery.openBackup()
    setPassphrase('')
    if (found.ok) setOpened(found.value)
  }
  return (
    <>
      <Choice
        why={t('recovery:restoreFileWhy')}
        button={
          <Button disabled={recovery.busy !== null} onClick={() => void choose()}>
            {t('recovery:restoreFile')}
          </Button>
        }
      />
      <ConfirmDialog
        open={opened !== null}
        danger={false}
        title={t('recovery:restoreFileTitle')}
        confirm={t('backup:restore.run')}
        onConfirm={() => void recovery.restoreBackup(passphrase || null)}
        onClose={() => setOpened(null)}
      >
        <p>{about}</p>
        <p className="mt-2">{t('recovery:restoreFileAsk')}</p>
        {opened?.hasKeys && (
          <Passphrase
            className="mt-3 text-foreground"
            value={passphrase}
            onChange={setPassphrase}
          />
        )}
      </ConfirmDialog>
    </>
  )
}
