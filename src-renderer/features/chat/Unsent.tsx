import { useTranslation } from 'react-i18next'
import type { Unsent as Question } from '../../stores/thread'
import { FileCard } from './parts/FileCard'
import { OwnText } from './parts/OwnText'

/** A question on its way: it looks like a message, but it is none before it is saved. */
export function Unsent({ question: { text, files } }: { question: Question }) {
  const { t } = useTranslation('chat')
  return (
    <div className="message-size py-3 opacity-70">
      <div className="own-message" dir="auto">
        {files.map((name) => (
          <FileCard key={name} name={name} file={null} problem={null} />
        ))}
        {text !== '' && <OwnText text={text} />}
      </div>
      <p className="mt-1 h-7 text-xs text-muted-foreground">{t('status.unsent')}</p>
    </div>
  )
}
