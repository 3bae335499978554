import { ChevronRight, Folder } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { chainOf } from '../../stores/projectTree'
import { useOpenProject } from '../chat/useModel'
import { showScope } from './actions'
import { TagDot } from './TagDot'

/** The projects that the open chat is in, from the outermost; each shows its list. */
export function ProjectPath() {
  const { t } = useTranslation('library')
  const projectId = useOpenProject()
  const projects = useLibrary((state) => state.projects)
  const chain = chainOf(projects, projectId).toReversed()
  if (chain.length === 0) return null
  return (
    <nav aria-label={t('header.path')} className="min-w-0 shrink">
      <ol className="flex min-w-0 items-center text-muted-foreground">
        {chain.map(({ id, name }, index) => (
          <li key={id} className={`flex min-w-0 items-center ${place(index, chain.length)}`}>
            <button
              type="button"
              aria-label={t('header.project', { name })}
              title={name}
              dir="auto"
              onClick={() => showScope({ projectId: id })}
              className="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-1 hover:bg-hover hover:text-foreground"
            >
              {index === 0 && (
                <Folder size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
              )}
              <span className="max-w-40 truncate">{name}</span>
            </button>
            <ChevronRight size={13} aria-hidden className="shrink-0 opacity-70" />
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Where the window is narrow only the nearest project stays. */
function place(index: number, count: number) {
  return index < count - 1 ? 'max-md:hidden' : ''
}

/** The tags of the open chat; they open the dialog in which they are given. */
export function HeaderTags({ id }: { id: string }) {
  const { t } = useTranslation('library')
  const tagIds = useConversations((state) => state.byId[id]?.tagIds)
  const archived = useConversations((state) => state.byId[id]?.archived ?? false)
  const tags = useLibrary((state) => state.tags)
  const known = (tagIds ?? []).flatMap((tagId) => tags[tagId] ?? [])
  const names = known.map(({ name }) => name).join(', ')
  return (
    <>
      {archived && (
        <span className="shrink-0 rounded-full bg-muted px-2 py-0.5 text-sm text-muted-foreground">
          {t('header.archived')}
        </span>
      )}
      {known.length > 0 && (
        <button
          type="button"
          title={names}
          onClick={() => useLibraryView.getState().ask({ kind: 'tags', ids: [id] })}
          className="flex max-w-[40%] min-w-0 shrink items-center gap-3 rounded-md px-2 py-1 text-sm text-muted-foreground hover:bg-hover hover:text-foreground"
        >
          <span className="sr-only">{t('header.tagged')}</span>
          {known.map(({ id: tagId, name, color }) => (
            <span key={tagId} className="flex min-w-3 items-center gap-1.5">
              <TagDot color={color} />
              <span className="truncate max-sm:hidden" dir="auto">
                {name}
              </span>
            </span>
          ))}
        </button>
      )}
    </>
  )
}
