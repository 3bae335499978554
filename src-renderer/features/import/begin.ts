import type { ImportOutcome } from '@contract/imports'
import { useImports } from '../../stores/imports'
import { useNotices } from '../../stores/notices'

/** Imports what the dialog shows. Where that was closed meanwhile, a notice says what came of it. */
export async function beginImport() {
  const ended = await useImports.getState().run()
  const { open, show } = useImports.getState()
  if (ended === null || open) return
  const { tell } = useNotices.getState()
  const action = { text: 'importing:showReport', run: show } as const
  if ('code' in ended) tell({ text: 'importing:notices.broken', failure: ended, action })
  else tell({ ...saidOf(ended), action })
}

function saidOf({ results, cancelled, undone }: ImportOutcome) {
  if (cancelled) {
    const isGone = !undone || (undone.whole && undone.kept === 0)
    return { text: `importing:notices.${isGone ? 'cancelled' : 'cancelledPartly'}` } as const
  }
  if (results.some(({ failure }) => failure)) {
    return { text: 'importing:notices.withProblems' } as const
  }
  const count = results.reduce(
    (sum, { report }) => sum + (report ? report.imported + report.updated : 0),
    0,
  )
  if (count > 0) return { text: 'importing:notices.imported', values: { count } } as const
  const entries = results.reduce((sum, { report }) => sum + (report?.entries.length ?? 0), 0)
  if (entries === 0) return { text: 'importing:notices.nothingNew' } as const
  return { text: 'importing:notices.importedEntries', values: { count: entries } } as const
}
