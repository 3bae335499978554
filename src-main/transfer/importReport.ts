import type { ImportedEntry } from '@contract/imports'
import type { Switch } from '@contract/transfer'
import type { Plan } from '../db/imports'
import { type Settled, sizeOf } from '../db/importWrite'
import type { Detected } from './detect'
import type { Item, Skipped } from './foreign'
import type { FileTally } from './settle'

/**
 * What an import did or, tried, would do. Conversations imported and updated, other entries, and what
 * was skipped are `total` together.
 */
export interface ImportReport {
  format: string
  /** What of the file can be chosen by itself. */
  holds: Switch[]
  imported: number
  updated: number
  entries: ImportedEntry[]
  skipped: Skipped[]
  total: number
  messages: number
  /** Files of messages; of a trial, those that the file seems to hold. */
  files: FileTally
}

export type ImportDone = ImportReport & { copy: string | null }

/** What is kept of a report beside what was written. */
export function noteOf(done: ImportDone) {
  const { files, entries, skipped } = done
  return { ...done, files: { ...files }, entries: entries.length, skipped: skipped.length }
}

export function emptyReport({ sources, skipped }: Detected): ImportReport {
  const names = new Set(sources.map(({ format }) => format.name))
  const format = [...names].toSorted().join('+') || 'none'
  const total = skipped.length
  const files = { kept: 0, missing: 0 }
  const none = { holds: [], imported: 0, updated: 0, entries: [], messages: 0 }
  return { ...none, format, skipped: [...skipped], total, files }
}

/** Whether a file can be read shows only when it is. */
export function expect(files: FileTally, { outcome, fresh }: Plan): void {
  if (outcome !== 'new' && outcome !== 'update') return
  for (const { message } of fresh) {
    for (const part of message.parts) {
      if (part.type === 'file') files[part.bytes ? 'kept' : 'missing'] += 1
    }
  }
}

export function add(report: ImportReport, item: Item, plan: Plan | null): void {
  if ('entry' in item) return
  if ('skipped' in item) return skip(report, item.skipped)
  const what = item.conversation.title || item.conversation.id
  if (plan?.outcome === 'exists') return skip(report, { what, reason: 'already_exists' })
  if (plan?.outcome === 'trash') return skip(report, { what, reason: 'in_trash' })
  report.total += 1
  report.messages += plan?.fresh.length ?? 0
  if (plan?.outcome === 'update') report.updated += 1
  else report.imported += 1
}

export function skip(report: ImportReport, line: Skipped): void {
  report.total += 1
  report.skipped.push(line)
}

/** It was deleted by hand while this was on its way to be written. */
export function leaveOut(report: ImportReport, plan: Settled | undefined): void {
  if (!plan) return
  report.updated -= 1
  report.messages -= sizeOf(plan)
  report.skipped.push({ what: plan.conversation.title || plan.key, reason: 'in_trash' })
}
