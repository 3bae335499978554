import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { TagDot } from './TagDot'

const SHOWN = 3

/** A chat's tags at the end of its row: dots, because a list of words beside each title is noise. */
export function ChatTags({ id }: { id: string }) {
  const { t } = useTranslation('library')
  const tagIds = useConversations((state) => state.byId[id]?.tagIds)
  const tags = useLibrary((state) => state.tags)
  const known = (tagIds ?? []).flatMap((tagId) => tags[tagId] ?? [])
  if (known.length === 0) return null
  const names = known.map(({ name }) => name).join(', ')
  return (
    <span
      title={names}
      className="mr-2.5 flex shrink-0 gap-[3px] group-hover:hidden group-has-data-popup-open:hidden"
    >
      <span className="sr-only">{`${t('tags')}: ${names}`}</span>
      {known.slice(0, SHOWN).map(({ id: tagId, color }) => (
        <TagDot key={tagId} color={color} className="size-[7px]" />
      ))}
    </span>
  )
}
