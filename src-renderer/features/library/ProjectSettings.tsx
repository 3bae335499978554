import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { TextField } from '../../ui/TextField'
import { DefaultsForm } from './DefaultsForm'
import { inheritedFrom } from './defaultsDraft'
import { useDefaults } from './useDefaults'

/** The name of a project, and what holds for all that is in it. */
export function ProjectSettings({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('library')
  const project = useLibrary((state) => state.projects[id])
  const [name, setName] = useState(project?.name ?? '')
  // What its parent has is what it would inherit, also where it says something of its own now.
  const { defaults } = useDefaults({ project: project?.parentId ?? id })
  if (!project) return null
  return (
    <DefaultsForm
      title={t('settings.title')}
      description={t('settings.about')}
      own={project}
      inherited={inheritedFrom(defaults, id)}
      ready={name.trim() !== ''}
      onSave={(patch) => useLibrary.getState().updateProject(id, { ...patch, name: name.trim() })}
      onClose={onClose}
    >
      <TextField
        label={t('settings.name')}
        value={name}
        maxLength={200}
        error={name.trim() === '' ? t('create.missing') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
    </DefaultsForm>
  )
}
