import { useSpace } from '../../stores/space'
import { ClearDialog } from './ClearDialog'
import { FreeDialog } from './FreeDialog'

/** What is asked about room, one at a time. */
export default function SpaceDialogs() {
  const dialog = useSpace((state) => state.dialog)
  if (dialog === 'free') return <FreeDialog onClose={close} />
  return dialog && <ClearDialog onClose={close} />
}

function close() {
  useSpace.getState().show(null)
}
