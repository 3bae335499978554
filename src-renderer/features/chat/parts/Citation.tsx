import type { Part } from '@contract/entities'
import { Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ExternalLink } from './ExternalLink'

export function Citation({ part }: { part: Extract<Part, { type: 'citation' }> }) {
  const { t } = useTranslation('chat')
  return (
    <div className="my-1.5 text-base">
      <p className="flex items-center gap-1.5">
        <Link2 size={14} aria-label={t('parts.source')} className="shrink-0" />
        <ExternalLink href={part.url}>{part.title ?? part.url}</ExternalLink>
      </p>
      {part.text && (
        <blockquote className="mt-0.5 line-clamp-3 border-l-2 border-border pl-3 text-sm text-muted-foreground">
          {part.text}
        </blockquote>
      )}
    </div>
  )
}
