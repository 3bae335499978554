import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/Spinner'
import { Refusal } from './Refusal'
import type { Test } from './useTest'

const SHOWN = 6

/** The result of a test in words. Always in the page, so that screen readers announce what comes. */
export function TestResult({ test }: { test: Test }) {
  const { t, i18n } = useTranslation('settings')
  const box = useRef<HTMLDivElement>(null)
  const { asking, answer } = test

  useEffect(() => {
    if (asking || answer) box.current?.scrollIntoView({ block: 'nearest' })
  }, [asking, answer])

  const names = answer?.ok ? answer.models.slice(0, SHOWN).map(({ name }) => name) : []
  const more = answer?.ok && answer.models.length > SHOWN ? ' …' : ''
  return (
    <div ref={box} role="status" className="scroll-mb-20">
      {asking ? (
        <p className="flex items-center gap-2 text-muted-foreground">
          <Spinner />
          {t('form.testing')}
        </p>
      ) : answer?.ok ? (
        <div className="flex items-start gap-3 rounded-lg bg-primary-soft px-4 py-2.5">
          <CircleCheck size={17} aria-hidden className="mt-0.5 shrink-0 text-primary" />
          <div className="min-w-0">
            <p className="font-medium">{t('form.testOk', { count: answer.models.length })}</p>
            <p className="text-sm break-words text-muted-foreground">
              {new Intl.ListFormat(i18n.language, { style: 'short', type: 'unit' }).format(names)}
              {more}
            </p>
          </div>
        </div>
      ) : answer ? (
        <div className="flex items-start gap-3 rounded-lg bg-destructive-soft px-4 py-2.5">
          <CircleAlert size={17} aria-hidden className="mt-0.5 shrink-0 text-destructive" />
          <div className="min-w-0">
            <Refusal failure={answer.failure} />
          </div>
        </div>
      ) : null}
    </div>
  )
}
