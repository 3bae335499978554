import type { ImportedEntry, ImportOutcome, ImportReport } from '@contract/imports'
import type { TFunction } from 'i18next'

type Translate = TFunction<'importing'>

/** How many things are new by it. */
export function brought({ imported, updated, entries }: ImportReport) {
  return imported + updated + entries.length
}

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

/** What comes besides chats, by what it is; what could run, and arrives switched off, by itself and last. */
export function entriesOf(t: TFunction<['importing', 'transfer']>, { entries }: ImportReport) {
  const labelOf = ({ under, off }: ImportedEntry) =>
    off ? t('importing:off') : t(`transfer:dialog.switchesOf.${under}`)
  const inOrder = entries.toSorted((one, other) => Number(one.off) - Number(other.off))
  const groups = Map.groupBy(inOrder, labelOf)
  return [...groups].map(([label, all]) => ({ label, names: all.map(({ what }) => what) }))
}

/** The programs whose files were recognised. */
export function formatOf(t: Translate, { format }: ImportReport) {
  return format
    .split('+')
    .map((name) => t(`formats.${name}`, { defaultValue: name }))
    .join(', ')
}

/** What became of what had been written before an import failed. */
export function undoneText(t: Translate, { kept, whole }: NonNullable<ImportOutcome['undone']>) {
  if (!whole) return t('undoneLater')
  return kept > 0 ? t('undoneKept', { count: kept }) : t('undone')
}
