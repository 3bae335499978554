import { ArrowUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useSettings } from '../../stores/settings'
import { iconButton } from '../../ui/IconButton'
import { Menu, MenuChoices } from '../../ui/Menu'
import { showScope } from './actions'

const SORTS = ['activity', 'created', 'title'] as const

/** Says what the list shows, leads back to all of it, and sorts it. */
export function ListHeading() {
  const { t } = useTranslation('library')
  const name = useScopeName()
  const sort = useConversations((state) => state.filter.sort)
  const narrowed = useConversations(
    ({ filter }) => filter.shown !== 'active' || filter.projectId !== null || filter.tagId !== null,
  )
  return (
    <div className="mx-2 flex h-9 shrink-0 items-center gap-1 border-t border-border pt-1">
      <h2 className="min-w-0 flex-1 truncate pl-2.5 text-sm font-semibold" dir="auto">
        {name}
      </h2>
      {narrowed && (
        <button
          type="button"
          onClick={() => showScope({})}
          className="h-6 shrink-0 rounded-md px-1.5 text-sm text-primary hover:bg-hover"
        >
          {t('showAll')}
        </button>
      )}
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={t('sort.label')}
            title={`${t('sort.label')}: ${t(`sort.${sort}`)}`}
            className={iconButton}
          >
            <ArrowUpDown size={14} strokeWidth={1.75} aria-hidden />
          </button>
        }
      >
        <MenuChoices
          label={t('sort.label')}
          value={sort}
          options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={(listSort) => void useSettings.getState().update({ listSort })}
        />
      </Menu>
    </div>
  )
}

function useScopeName() {
  const { t } = useTranslation('library')
  const { shown, projectId, tagId } = useConversations((state) => state.filter)
  const project = useLibrary((state) => (projectId ? state.projects[projectId]?.name : undefined))
  const tag = useLibrary((state) => (tagId ? state.tags[tagId]?.name : undefined))
  return shown === 'archived' ? t('archived') : (project ?? tag ?? t('allChats'))
}
