import { useBackups } from '../../stores/backups'
import { CreateDialog } from './CreateDialog'
import { RestoreDialog } from './RestoreDialog'
import { UndoDialog } from './UndoDialog'

/** What is asked about backups, one at a time. */
export default function BackupDialogs() {
  const dialog = useBackups((state) => state.dialog)
  if (dialog?.kind === 'create') return <CreateDialog onClose={close} />
  if (dialog?.kind === 'restore') {
    return <RestoreDialog key={JSON.stringify(dialog.from)} from={dialog.from} onClose={close} />
  }
  return dialog && <UndoDialog onClose={close} />
}

function close() {
  useBackups.getState().show(null)
}
