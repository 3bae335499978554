import { useLibraryView } from '../../stores/libraryView'
import { ChatSettings } from './ChatSettings'
import { DeleteProject } from './DeleteProject'
import { ManageTags } from './ManageTags'
import { MoveChats, MoveProject } from './MoveDialog'
import { NewProject } from './NewProject'
import { ProjectSettings } from './ProjectSettings'
import { TagsDialog } from './TagsDialog'

/** The dialog that was asked for. */
export default function LibraryDialogs() {
  const dialog = useLibraryView((state) => state.dialog)
  const ask = useLibraryView((state) => state.ask)
  const close = () => ask(null)
  switch (dialog?.kind) {
    case 'move':
      return <MoveChats ids={dialog.ids} onClose={close} />
    case 'moveProject':
      return <MoveProject id={dialog.id} onClose={close} />
    case 'tags':
      return <TagsDialog ids={dialog.ids} onClose={close} />
    case 'manageTags':
      return <ManageTags onClose={close} />
    case 'newProject':
      return <NewProject parentId={dialog.parentId} ids={dialog.ids} onClose={close} />
    case 'projectSettings':
      return <ProjectSettings id={dialog.id} onClose={close} />
    case 'deleteProject':
      return <DeleteProject id={dialog.id} onClose={close} />
    case 'chatSettings':
      return <ChatSettings id={dialog.id} onClose={close} />
    case undefined:
      return null
  }
}
