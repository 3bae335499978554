import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'

export function Attachment({ name }: { name: string }) {
  const { t } = useTranslation('chat')
  return (
    <span
      title={t('parts.attachment', { name })}
      className="my-1 mr-1.5 inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border border-border bg-popover px-2 text-sm"
    >
      <Paperclip size={13} aria-hidden className="shrink-0 text-muted-foreground" />
      <span className="truncate">{name}</span>
    </span>
  )
}
