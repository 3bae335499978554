import type { Part } from '@contract/entities'
import { Wrench } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Fold } from './Fold'
import { Slices } from './Slices'

interface Props {
  name: string
  input?: unknown
  result: Extract<Part, { type: 'tool_result' }> | undefined
  running: boolean
}

export function ToolCall({ name, input, result, running }: Props) {
  const { t } = useTranslation('chat')
  return (
    <Fold
      name={t('tool.label', { name })}
      icon={
        <Wrench
          size={15}
          strokeWidth={1.75}
          aria-hidden
          className={`shrink-0 ${running ? 'animate-pulse text-primary' : ''}`}
        />
      }
      text={`${written(input)}\n${written(result?.output)}`}
      summary={
        <>
          {t('tool.label', { name })}
          {result?.isError && <span className="text-destructive"> · {t('tool.error')}</span>}
        </>
      }
    >
      {input !== undefined && <Value title={t('tool.input')} value={input} />}
      {result ? (
        <Value title={t('tool.result')} value={result.output} />
      ) : (
        <p className="py-1 text-sm">{t('tool.waiting')}</p>
      )}
    </Fold>
  )
}

function Value({ title, value }: { title: string; value: unknown }) {
  return (
    <section className="py-1">
      <h4 className="text-xs font-medium">{title}</h4>
      <pre
        tabIndex={0}
        dir="ltr"
        className="mt-1 max-h-72 overflow-auto rounded-md bg-muted px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap text-foreground"
      >
        <Slices text={written(value)} />
      </pre>
    </section>
  )
}

function written(value: unknown) {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
