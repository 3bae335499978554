import { ChevronRight, FolderPlus, Tags } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import type { SidebarSection } from '../../stores/libraryView'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { useMenuKeys } from '../shortcuts/commands'
import { ProjectTree } from './ProjectTree'
import { TagList } from './TagList'

/** What narrows the list: the projects and the tags. It gives way to the list where room is scarce. */
export function LibraryNav() {
  const { t } = useTranslation('library')
  const menuKeys = useMenuKeys()
  const ask = useLibraryView((state) => state.ask)
  const projectId = useConversations((state) => state.filter.projectId)
  const anyProject = useLibrary(({ projects }) =>
    Object.values(projects).some((each) => each.deletedAt === null),
  )
  const anyTag = useLibrary(({ tags }) => Object.keys(tags).length > 0)
  return (
    <div className="max-h-[46%] shrink-0 overflow-y-auto px-2 pb-2">
      <Section
        name="projects"
        title={t('projects')}
        empty={!anyProject}
        action={
          <IconButton
            label={t('newProject')}
            keys={writeKeys(menuKeys('new-project'))}
            icon={FolderPlus}
            onClick={() => ask({ kind: 'newProject', parentId: projectId, ids: [] })}
          />
        }
      >
        <ProjectTree />
      </Section>
      {anyTag && (
        <Section
          name="tags"
          title={t('tags')}
          empty={false}
          action={
            <IconButton
              label={t('tagActions')}
              icon={Tags}
              onClick={() => ask({ kind: 'manageTags' })}
            />
          }
        >
          <TagList />
        </Section>
      )}
    </div>
  )
}

interface Props {
  name: SidebarSection
  title: string
  empty: boolean
  action: ReactNode
  children: ReactNode
}

function Section({ name, title, empty, action, children }: Props) {
  const folded = useLibraryView((state) => state.folded[name])
  const fold = useLibraryView((state) => state.fold)
  const open = !folded && !empty
  return (
    <section aria-label={title}>
      <div className="flex h-8 items-center">
        <button
          type="button"
          aria-expanded={open}
          disabled={empty}
          onClick={() => fold(name, open)}
          className="group flex h-7 min-w-0 flex-1 items-center gap-1 rounded-md px-1 text-left disabled:px-2 text-xs font-medium text-muted-foreground -outline-offset-2 select-none not-disabled:hover:text-foreground"
        >
          {!empty && (
            <span className="flex size-[18px] items-center justify-center">
              <ChevronRight
                size={13}
                aria-hidden
                className={`transition-transform ${open ? 'rotate-90' : ''}`}
              />
            </span>
          )}
          {title}
        </button>
        {action}
      </div>
      {open && children}
    </section>
  )
}
