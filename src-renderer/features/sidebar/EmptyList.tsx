import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'

/** What stands where a list would be. */
export function EmptyList() {
  const { t } = useTranslation(['sidebar', 'library'])
  const { shown, projectId, tagId } = useConversations((state) => state.filter)
  const [title, hint] =
    shown === 'archived'
      ? [t('library:emptyArchive'), t('library:emptyArchiveHint')]
      : projectId !== null
        ? [t('library:emptyProject'), t('library:emptyProjectHint')]
        : tagId !== null
          ? [t('library:emptyTag'), null]
          : [t('empty'), t('emptyHint')]
  return (
    <div className="flex-1 px-4.5 py-4 text-muted-foreground">
      <p className="font-medium text-foreground">{title}</p>
      {hint && <p className="mt-1 text-sm">{hint}</p>}
    </div>
  )
}
