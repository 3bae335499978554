import { ImageOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

interface Props {
  src?: string | Blob | undefined
  alt?: string | undefined
}

/** Stands for a picture of the network. One that a message carries in itself is shown. */
export function BlockedImage({ src, alt }: Props) {
  const { t } = useTranslation('chat')
  if (typeof src === 'string' && /^data:image\/(png|jpeg|gif|webp);/.test(src)) {
    return <img src={src} alt={alt ?? ''} className="my-2 max-w-full rounded-lg" />
  }
  const target = typeof src === 'string' ? src : ''
  return (
    <span
      title={`${t('parts.imageBlockedHint')}\n${target}`}
      className="my-1 inline-flex max-w-full items-center gap-1.5 rounded-md border border-dashed border-input/60 px-2 py-0.5 text-sm text-muted-foreground"
    >
      <ImageOff size={14} aria-hidden className="shrink-0" />
      <span className="truncate">{t('parts.imageBlocked', { alt: alt || target })}</span>
    </span>
  )
}
