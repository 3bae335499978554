import type { Part } from '@contract/entities'
import { Brain } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Fold } from './Fold'
import { ReplyText } from './ReplyText'

interface Props {
  part: Extract<Part, { type: 'reasoning' }>
  running: boolean
}

export function Reasoning({ part, running }: Props) {
  const { t } = useTranslation('chat')
  const seconds = part.milliseconds && Math.max(1, Math.round(part.milliseconds / 1000))
  const summary = running
    ? t('reasoning.running')
    : seconds
      ? t('reasoning.seconds', { count: seconds })
      : t('reasoning.label')
  return (
    <Fold
      name={t('reasoning.label')}
      icon={
        <Brain
          size={15}
          strokeWidth={1.75}
          aria-hidden
          className={`shrink-0 ${running ? 'animate-pulse text-primary' : ''}`}
        />
      }
      summary={summary}
      text={part.text}
    >
      <ReplyText text={part.text} streaming={running} />
    </Fold>
  )
}
