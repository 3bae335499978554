import { RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { Button } from '../../ui/Button'
import { useTime } from '../../ui/useTime'

interface Props {
  id: string
  index: number
  top: number
  measure: (row: Element | null) => void
  onPurge: (id: string) => void
}

export function TrashItem({ id, index, top, measure, onPurge }: Props) {
  const { t } = useTranslation('sidebar')
  const time = useTime()
  const row = useRef<HTMLLIElement>(null)
  const conversation = useConversations((state) => state.byId[id])
  if (!conversation) return null

  function restore() {
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling
    next?.querySelector('button')?.focus()
    void useConversations.getState().restore([id])
  }

  return (
    <li
      ref={(element) => {
        row.current = element
        measure(element)
      }}
      data-index={index}
      className="absolute inset-x-0 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border py-2.5"
      style={{ top }}
    >
      <div className="min-w-48 flex-1">
        <p className="truncate font-medium" dir="auto">
          {conversation.title || t('untitled')}
        </p>
        <p className="text-sm text-muted-foreground">
          {t('trashPage.deleted', { when: time(conversation.deletedAt ?? 0) })}
          {' · '}
          {t('trashPage.messages', { count: conversation.messageCount })}
        </p>
      </div>
      <Button onClick={restore}>
        <RotateCcw size={14} aria-hidden />
        {t('trashPage.restore')}
      </Button>
      <Button look="danger" onClick={() => onPurge(id)}>
        {t('trashPage.purge')}
      </Button>
    </li>
  )
}
