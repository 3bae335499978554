import type { ImportReport } from '@contract/imports'
import type { TFunction } from 'i18next'
import { brought } from './begin'

type Translate = TFunction<'importing'>

/** What an import will do or did, in short lines. */
export function linesOf(t: Translate, report: ImportReport, when: 'will' | 'did') {
  const { imported, updated, messages, files, total } = report
  if (total === 0) return [t('empty')]
  if (brought(report) === 0) return [t(`${when}.nothing`)]
  const counts = {
    added: imported,
    updated,
    messages,
    kept: files.kept,
    missing: files.missing,
  }
  const kinds = ['added', 'updated', 'messages', 'kept', 'missing'] as const
  return kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`${when}.${kind}`, { count: counts[kind] }))
}

/** The programs whose files were recognised. */
export function formatOf(t: Translate, { format }: ImportReport) {
  return format
    .split('+')
    .map((name) => t(`formats.${name}`, { defaultValue: name }))
    .join(', ')
}
