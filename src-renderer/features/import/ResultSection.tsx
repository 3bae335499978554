import type { ImportResult } from '@contract/imports'
import { CircleAlert, CircleCheck, FileText } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureText } from '../notices/FailureText'
import { entriesOf, formatOf, linesOf } from './lines'
import { NamesGroup } from './NamesGroup'

interface Props {
  result: ImportResult
  /** Before the import or after it. */
  when: 'will' | 'did'
}

/** What one file or folder is, and what comes of it. */
export function ResultSection({ result: { source, report, failure }, when }: Props) {
  const { t } = useTranslation(['importing', 'imports', 'transfer'])
  const id = useId()
  const Icon = failure ? CircleAlert : when === 'did' ? CircleCheck : FileText
  return (
    <section aria-labelledby={id} className="rounded-lg border border-border bg-card px-4 py-3">
      <div className="flex items-center gap-2.5">
        <Icon
          size={17}
          strokeWidth={1.75}
          aria-hidden
          className={`shrink-0 ${failure ? 'text-destructive' : 'text-primary'}`}
        />
        <h3 id={id} title={source.path} dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {source.name}
        </h3>
        {report && (
          <span className="shrink-0 text-sm text-muted-foreground">{formatOf(t, report)}</span>
        )}
      </div>
      <div className="mt-1.5 ml-[27px] text-sm">
        {failure && <FailureText failure={failure} />}
        {report && (
          <ul>
            {linesOf(t, report, when).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {report && report.entries.length > 0 && (
          <>
            <p className="mt-2 text-muted-foreground">{t('besides')}</p>
            <ul className="-ml-1">
              {entriesOf(t, report).map(({ label, names }) => (
                <NamesGroup key={label} label={label} names={names} />
              ))}
            </ul>
          </>
        )}
        {report && report.skipped.length > 0 && (
          <>
            <p className="mt-2 text-muted-foreground">{t(`${when}Skip`)}</p>
            <ul className="-ml-1">
              {report.skipped.map(({ reason, what }) => (
                <NamesGroup key={reason} label={t(`imports:${reason}`)} names={what} />
              ))}
            </ul>
          </>
        )}
        {report && when === 'did' && report.total > 0 && (
          <p className="mt-2 text-muted-foreground">{t('total', { count: report.total })}</p>
        )}
      </div>
    </section>
  )
}
