import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ProjectContents } from '@contract/library'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useLibrary } from '../../stores/library'
import { ConfirmDialog } from '../../ui/ConfirmDialog'

type Choice = 'parent' | 'trash'

/** Says how much is in the project and asks where its chats go. It can be undone. */
export function DeleteProject({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, i18n } = useTranslation('library')
  const projects = useLibrary((state) => state.projects)
  const [contents, setContents] = useState<ProjectContents | null>(null)
  const [choice, setChoice] = useState<Choice>('parent')
  const labelId = useId()
  const project = projects[id]
  const parent = project?.parentId ? projects[project.parentId] : undefined

  useEffect(() => {
    let wanted = true
    void call('projects.contents', { id }).then(
      (answer) => wanted && answer.ok && setContents(answer.value),
    )
    return () => {
      wanted = false
    }
  }, [id])

  const things = (['projects', 'conversations', 'messages'] as const).flatMap((kind) => {
    // The project itself is counted among those that go.
    const count = (contents?.[kind] ?? 0) - (kind === 'projects' ? 1 : 0)
    return count > 0 ? t(`delete.${kind}`, { count }) : []
  })
  const options = [
    {
      value: 'parent' as const,
      label: parent ? t('delete.toParent', { name: parent.name }) : t('delete.toNone'),
    },
    { value: 'trash' as const, label: t('delete.toTrash') },
  ]
  return (
    <ConfirmDialog
      open
      title={t('delete.title', { name: project?.name })}
      confirm={t('delete.button')}
      onConfirm={() => void useLibrary.getState().removeProject(id, choice)}
      onClose={onClose}
    >
      <p>
        {contents === null
          ? t('delete.counting')
          : things.length === 0
            ? t('delete.empty')
            : t('delete.holds', {
                things: new Intl.ListFormat(i18n.language).format(things),
              })}
      </p>
      {contents !== null && contents.conversations > 0 && (
        <>
          <p id={labelId} className="mt-3 mb-1 font-medium text-foreground">
            {t('delete.choice')}
          </p>
          <RadioGroup
            aria-labelledby={labelId}
            value={choice}
            onValueChange={(next: Choice) => setChoice(next)}
            className="flex flex-col text-foreground"
          >
            {options.map(({ value, label }) => (
              <label key={value} className="flex min-h-8 items-center gap-2.5">
                <Radio.Root
                  value={value}
                  className="flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-popover data-checked:border-primary data-checked:bg-primary"
                >
                  <Radio.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
                </Radio.Root>
                {label}
              </label>
            ))}
          </RadioGroup>
        </>
      )}
    </ConfirmDialog>
  )
}
