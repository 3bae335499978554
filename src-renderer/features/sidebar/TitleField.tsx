import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useView } from '../../stores/view'
import { RenameField } from '../../ui/RenameField'

interface Props {
  id: string
  className?: string
  /** Where the focus goes when the title has been given. */
  onDone: () => void
}

/** The title of a conversation, while it is being changed in the list or above the chat. */
export function TitleField({ id, className = '', onDone }: Props) {
  const { t } = useTranslation('sidebar')
  const title = useConversations((state) => state.byId[id]?.title ?? '')
  return (
    <RenameField
      label={t('titleField')}
      value={title}
      maxLength={500}
      className={`min-h-8 rounded-md px-2 ${className}`}
      onEnd={(next) => {
        useView.getState().rename(null)
        if (next) void useConversations.getState().update(id, { title: next })
      }}
      onDone={onDone}
    />
  )
}
