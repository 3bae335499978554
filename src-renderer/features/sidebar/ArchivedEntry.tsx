import { Archive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { showScope } from '../library/actions'

/** Shows the archived chats in the list; pressed again, all others. */
export function ArchivedEntry() {
  const { t } = useTranslation('library')
  const on = useConversations((state) => state.filter.shown === 'archived')
  return (
    <div className="border-t border-border px-2 pt-2">
      <button
        type="button"
        aria-pressed={on}
        onClick={() => showScope(on ? {} : { shown: 'archived' })}
        className="flex min-h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-left select-none hover:bg-hover active:bg-pressed aria-pressed:bg-pressed aria-pressed:font-medium"
      >
        <Archive size={16} strokeWidth={1.75} aria-hidden className="text-muted-foreground" />
        {t('archived')}
      </button>
    </div>
  )
}
