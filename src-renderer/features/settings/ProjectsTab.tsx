import { ChevronRight, Folder, Plus } from 'lucide-react'
import type { Project } from '@contract/library'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { treeRows } from '../../stores/projectTree'
import { Button } from '../../ui/Button'
import { NewProject } from '../library/NewProject'
import { ProjectSettings } from '../library/ProjectSettings'
import { Item, Rows, Section } from './Section'

/** All projects, with what each says of its own. */
export function ProjectsTab() {
  const { t } = useTranslation('settings')
  const projects = useLibrary((state) => state.projects)
  const [editing, setEditing] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const rows = treeRows(projects, () => true)
  return (
    <>
      <Section
        title={t('projects.title')}
        about={t('projects.about')}
        action={
          <Button onClick={() => setAdding(true)}>
            <Plus size={15} aria-hidden />
            {t('projects.add')}
          </Button>
        }
      >
        <Rows>
          {rows.length === 0 ? (
            <Item name="projects">
              <p className="font-medium">{t('projects.empty')}</p>
              <p className="text-sm text-muted-foreground">{t('projects.emptyHint')}</p>
            </Item>
          ) : (
            <ul className="divide-y divide-border">
              {rows.map(({ id, level }) => {
                const project = projects[id]
                return project ? (
                  <ProjectLine
                    key={id}
                    project={project}
                    level={level}
                    onOpen={() => setEditing(id)}
                  />
                ) : null
              })}
            </ul>
          )}
        </Rows>
      </Section>
      {/* Inside this dialog, so that a press in the other one is not one outside of it. */}
      {editing && <ProjectSettings id={editing} onClose={() => setEditing(null)} />}
      {adding && (
        <NewProject
          parentId={null}
          ids={[]}
          onCreated={setEditing}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}

interface Props {
  project: Project
  level: number
  onOpen: () => void
}

function ProjectLine({ project, level, onOpen }: Props) {
  const { t, i18n } = useTranslation('settings')
  const { name, instructions, model, providerId, parameters } = project
  const own = [
    instructions && t('projects.instructions'),
    providerId && t('projects.model', { name: model ?? '' }),
    parameters && t('projects.parameters'),
  ].filter((each) => typeof each === 'string' && each !== '')
  return (
    <li>
      <button
        type="button"
        title={t('projects.edit', { name })}
        onClick={onOpen}
        className="flex min-h-11 w-full items-center gap-2.5 px-4 py-1.5 text-left -outline-offset-2 hover:bg-hover"
        style={{ paddingLeft: 16 + (level - 1) * 20 }}
      >
        <Folder
          size={15}
          strokeWidth={1.75}
          aria-hidden
          className="shrink-0 text-muted-foreground"
        />
        <span className="min-w-0 flex-1 truncate font-medium" dir="auto">
          {name}
        </span>
        <span className="truncate text-sm text-muted-foreground max-sm:hidden">
          {own.length > 0
            ? new Intl.ListFormat(i18n.language, { type: 'unit' }).format(own.map(String))
            : t('projects.inherits')}
        </span>
        <ChevronRight size={15} aria-hidden className="shrink-0 text-muted-foreground" />
      </button>
    </li>
  )
}
