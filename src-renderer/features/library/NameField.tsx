import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { RenameField } from '../../ui/RenameField'

/** The name of a project, while it is being changed in the tree. */
export function NameField({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('library')
  return (
    <RenameField
      label={t('projectName')}
      value={name}
      maxLength={200}
      className="h-[26px] rounded px-1.5"
      onEnd={(next) => {
        useLibraryView.getState().rename(null)
        if (next) void useLibrary.getState().updateProject(id, { name: next })
      }}
      onDone={() => requestAnimationFrame(() => document.getElementById(`project-${id}`)?.focus())}
    />
  )
}
