import type { ContentUse } from '@contract/attachments'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { writeBytes } from '../settings/bytes'
import { Item } from '../settings/Section'

interface Props {
  largest: readonly ContentUse[]
  onShow: (id: string, inTrash: boolean) => void
}

/** The largest attached files, and the chats that they are in. */
export function LargestRow({ largest, onShow }: Props) {
  const { t, i18n } = useTranslation(['space', 'sidebar'])
  const titleOf = ({ title, inTrash }: ContentUse['conversations'][number]) => {
    const name = title || t('sidebar:untitled')
    return inTrash ? t('find.largest.inTrash', { title: name }) : name
  }
  return (
    <Item>
      <p className="font-medium">{t('find.largest.label')}</p>
      <ul aria-label={t('find.largest.label')} className="mt-1 divide-y divide-border text-sm">
        {largest.map(({ sha256, bytes, names, conversations, isDraft }) => {
          const name = names.join(', ')
          const [first] = conversations
          const titles = conversations.map(titleOf).join(', ')
          return (
            <li key={sha256} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <div className="min-w-0 flex-1 basis-48">
                <p className="truncate" dir="auto">
                  {name}
                </p>
                <p className="truncate text-muted-foreground" dir="auto">
                  {first ? t('find.largest.in', { titles }) : isDraft && t('find.largest.draft')}
                </p>
              </div>
              <span className="w-20 shrink-0 text-right text-muted-foreground tabular-nums">
                {writeBytes(bytes, i18n.language)}
              </span>
              {first && (
                <Button
                  aria-label={t('find.largest.showIn', { name })}
                  onClick={() => onShow(first.id, first.inTrash)}
                >
                  {t('find.largest.show')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Item>
  )
}
