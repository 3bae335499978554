import { FolderInput } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { isWithin } from '../../stores/projectTree'
import { useSelection } from '../../stores/selection'
import { Dialog } from '../../ui/Dialog'
import { moveChats, moveProject } from './actions'
import { ProjectChooser } from './ProjectChooser'

/** Chats into a project, out of all projects, or into one that is made for them. */
export function MoveChats({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('library')
  const byId = useConversations((state) => state.byId)
  const first = useRef<HTMLInputElement>(null)
  const places = new Set(ids.map((id) => byId[id]?.projectId ?? null))
  const [only = null] = places
  const ask = useLibraryView((state) => state.ask)

  function moveTo(projectId: string | null) {
    onClose()
    useSelection.getState().clear()
    void moveChats(ids, projectId)
  }

  async function create(name: string) {
    if (!name) return ask({ kind: 'newProject', parentId: null, ids })
    const id = await useLibrary.getState().createProject(null, name)
    if (id) moveTo(id)
  }

  return (
    <Dialog
      open
      title={t('move.title')}
      description={
        ids.length === 1
          ? byId[ids[0] ?? '']?.title || t('move.about', { count: 1 })
          : t('move.about', { count: ids.length })
      }
      size="w-[26rem]"
      initialFocus={first}
      onClose={onClose}
    >
      <ProjectChooser
        inputRef={first}
        nowhere={t('move.none')}
        here={places.size === 1 ? only : undefined}
        allowed={() => true}
        onChoose={moveTo}
        onCreate={(name) => void create(name)}
      />
    </Dialog>
  )
}

/** A project into another one, or to the top. */
export function MoveProject({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('library')
  const projects = useLibrary((state) => state.projects)
  const project = projects[id]
  const first = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open
      title={t('move.titleProject', { name: project?.name })}
      size="w-[26rem]"
      initialFocus={first}
      onClose={onClose}
    >
      <ProjectChooser
        inputRef={first}
        nowhere={t('move.top')}
        icon={FolderInput}
        here={project?.parentId ?? null}
        allowed={(other) => !isWithin(projects, other, id)}
        onChoose={(parentId) => {
          onClose()
          void moveProject(id, parentId)
        }}
      />
    </Dialog>
  )
}
