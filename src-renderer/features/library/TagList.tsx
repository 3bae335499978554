import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { showScope } from './actions'
import { TagDot } from './TagDot'
import { useTags } from './useTags'

/** The tags as chips; the chosen one narrows the list, and chosen again shows all. */
export function TagList() {
  const { t } = useTranslation('library')
  const tags = useTags()
  const chosen = useConversations((state) => state.filter.tagId)
  return (
    <ul aria-label={t('tags')} className="flex flex-wrap gap-1 px-2 pt-0.5">
      {tags.map(({ id, name, color }) => (
        <li key={id} className="max-w-full min-w-0">
          <button
            type="button"
            aria-pressed={chosen === id}
            onClick={() => showScope(chosen === id ? {} : { tagId: id })}
            className="flex h-6 max-w-full items-center gap-1.5 rounded-full border border-border px-2 text-sm select-none hover:bg-hover aria-pressed:border-transparent aria-pressed:bg-pressed aria-pressed:font-medium"
          >
            <TagDot color={color} />
            <span className="truncate" dir="auto">
              {name}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
