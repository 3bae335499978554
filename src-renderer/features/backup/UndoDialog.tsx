import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useBackups } from '../../stores/backups'
import { useNotices } from '../../stores/notices'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useWhen } from './useWhen'

/** Asks before the last restore is taken back; main then loads the window anew. */
export function UndoDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('backup')
  const when = useWhen()
  const restoredAt = useBackups((state) => state.restoredAt)
  return (
    <ConfirmDialog
      open
      title={t('undo.title')}
      confirm={t('undo.confirm')}
      onConfirm={() => void undo()}
      onClose={onClose}
    >
      {t('undo.text', { when: restoredAt === null ? '' : when(restoredAt) })}
    </ConfirmDialog>
  )
}

async function undo() {
  const done = await call('backups.undoRestore')
  if (!done.ok)
    useNotices.getState().tell({ text: 'backup:notices.notUndone', failure: done.error })
}
