import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibraryView } from '../../stores/libraryView'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Checkbox'
import { Dialog } from '../../ui/Dialog'
import { useFirstField } from '../../ui/useFirstField'
import { NewTagForm } from './NewTagForm'
import { TagDot } from './TagDot'
import { useTags } from './useTags'

/** Which tags the chats have; each box acts at once. */
export function TagsDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('library')
  const tags = useTags()
  const { first, body } = useFirstField()
  const byId = useConversations((state) => state.byId)
  const tag = useConversations((state) => state.tag)
  const howMany = (tagId: string) => ids.filter((id) => byId[id]?.tagIds.includes(tagId)).length

  return (
    <Dialog
      open
      title={t('tagDialog.title')}
      description={
        ids.length === 1
          ? byId[ids[0] ?? '']?.title || t('tagDialog.about', { count: 1 })
          : t('tagDialog.about', { count: ids.length })
      }
      size="w-[24rem]"
      initialFocus={first}
      onClose={onClose}
    >
      <div ref={body} className="flex min-h-0 flex-1 flex-col">
        <div className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
          {tags.length === 0 ? (
            <p className="px-2 py-2 text-muted-foreground">{t('tagDialog.empty')}</p>
          ) : (
            <ul aria-label={t('tags')}>
              {tags.map(({ id, name, color }) => {
                const count = howMany(id)
                return (
                  <li key={id}>
                    <label className="flex min-h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
                      <Checkbox
                        label={name}
                        className="relative"
                        checked={count === ids.length}
                        mixed={count > 0 && count < ids.length}
                        onChange={(event) => void tag(ids, id, event.target.checked, name)}
                      />
                      <TagDot color={color} />
                      <span aria-hidden className="min-w-0 flex-1 truncate" dir="auto">
                        {name}
                      </span>
                    </label>
                  </li>
                )
              })}
            </ul>
          )}
        </div>
        <NewTagForm onCreated={(id, name) => void tag(ids, id, true, name)} />
      </div>
      <div className="flex items-center justify-between gap-2 border-t border-border px-5 py-3">
        <Button
          look="quiet"
          className="-ml-3 text-muted-foreground"
          onClick={() => useLibraryView.getState().ask({ kind: 'manageTags' })}
        >
          {t('tagDialog.manage')}
        </Button>
        <Button look="primary" onClick={onClose}>
          {t('tagDialog.done')}
        </Button>
      </div>
    </Dialog>
  )
}
