import type { Failure } from '@contract/errors'
import type { ImportOutcome, ImportResult } from '@contract/imports'
import { i18n } from '../../i18n'
import { entriesOf, formatOf, linesOf, undoneText } from './lines'

/** A report as text, with every line: what was imported, and of what was not, each with its reason. */
export function reportText({ results, undone }: ImportOutcome) {
  const t = i18n.getFixedT(null, 'importing')
  const sections = results.map(sectionOf)
  return [...sections, ...(undone ? [undoneText(t, undone)] : [])].join('\n\n')
}

function sectionOf({ source, report, failure }: ImportResult) {
  const t = i18n.getFixedT(null, 'importing')
  const all = i18n.getFixedT<['importing', 'transfer']>(null, ['importing', 'transfer'])
  const reasons = i18n.getFixedT(null, 'imports')
  const lines = [source.path]
  if (failure) lines.push(...sentencesOf(failure))
  if (report) {
    lines.push(formatOf(t, report), ...linesOf(t, report, 'did'))
    for (const { label, names } of entriesOf(all, report)) {
      lines.push(...names.map((each) => `${label}: ${each}`))
    }
    for (const { reason, what } of report.skipped) {
      lines.push(...what.map((each) => `${reasons(reason)}: ${each}`))
    }
    lines.push(t('total', { count: report.total }))
  }
  return lines.join('\n')
}

function sentencesOf({ code, detail, values }: Failure) {
  const t = i18n.getFixedT(null, 'errors')
  const filled = { ...values }
  const parts = ['cause', 'effect', 'action'] as const
  return [...parts.map((part) => t(`${code}.${part}`, filled)), ...(detail ? [detail] : [])]
}
