import { useTranslation } from 'react-i18next'
import { OwnText } from './parts/OwnText'

/** A question on its way: it looks like a message, but it is none before it is saved. */
export function Unsent({ text }: { text: string }) {
  const { t } = useTranslation('chat')
  return (
    <div className="message-size py-3 opacity-70">
      <div className="own-message" dir="auto">
        <OwnText text={text} />
      </div>
      <p className="mt-1 h-7 text-xs text-muted-foreground">{t('status.unsent')}</p>
    </div>
  )
}
