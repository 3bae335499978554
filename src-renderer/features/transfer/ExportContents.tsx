import type { CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'
import type { ExportChoice } from '@contract/transfer'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { newId } from '../../stores/ids'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { leftOutLines } from './leftOut'

interface Counted {
  of: string
  answer: Result<CallOutput<'exports.preview'>>
}

/** What the file will hold and what not, counted anew for each choice and before anything is written. */
export function ExportContents({ choice }: { choice: Omit<ExportChoice, 'jobId'> }) {
  const { t } = useTranslation('transfer')
  const [counted, setCounted] = useState<Counted | null>(null)
  const key = JSON.stringify(choice)

  useEffect(() => {
    const jobId = newId()
    let wanted = true
    // The key is the choice itself: a new object that says the same is not counted again.
    const same = JSON.parse(key) as typeof choice
    void call('exports.preview', { ...same, jobId }).then(
      (answer) => wanted && setCounted({ of: key, answer }),
    )
    return () => {
      wanted = false
      void call('jobs.cancel', { id: jobId })
    }
  }, [key])

  const answer = counted?.of === key ? counted.answer : null
  const preview = answer?.ok ? answer.value : null
  const lines = preview ? leftOutLines(t, preview.leftOut) : []
  return (
    <div role="status" className="mt-4 min-h-12 text-sm">
      {answer && !answer.ok && <FailureText failure={answer.error} />}
      {!answer && (
        <p className="flex items-center gap-2 text-muted-foreground">
          <Spinner />
          {t('dialog.counting')}
        </p>
      )}
      {preview && (
        <p>
          {t(preview.entries > 0 ? 'dialog.holdsMore' : 'dialog.holds', {
            conversations: t('conversations', { count: preview.conversations }),
            messages: t('messages', { count: preview.messages }),
            entries: t('entries', { count: preview.entries }),
          })}
        </p>
      )}
      {lines.length > 0 && (
        <>
          <p className="mt-2 font-medium">{t('dialog.lacks')}</p>
          <ul className="list-disc pl-5 text-muted-foreground">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
