import { Shapes } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Fold } from './Fold'
import { Slices } from './Slices'

/** What an import brought and nothing here can draw: kept, and shown as it came. */
export function Unknown({ origin, data }: { origin: string; data: unknown }) {
  const { t } = useTranslation('chat')
  const name = t('parts.unknown', { origin })
  const text = JSON.stringify(data, null, 2)
  return (
    <Fold
      name={name}
      icon={<Shapes size={15} aria-hidden className="shrink-0" />}
      summary={name}
      text={text}
    >
      <pre
        tabIndex={0}
        dir="ltr"
        className="max-h-72 overflow-auto rounded-md bg-muted px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap text-foreground"
      >
        <Slices text={text} />
      </pre>
    </Fold>
  )
}
