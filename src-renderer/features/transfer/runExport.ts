import type { ExportChoice, ExportReport } from '@contract/transfer'
import { call } from '../../api'
import { i18n } from '../../i18n'
import { newId } from '../../stores/ids'
import { useNotices } from '../../stores/notices'
import { useTransfer } from '../../stores/transfer'
import { leftOutLines } from './leftOut'

/** Exports to where the user says, and tells what came of it. */
export async function runExport(choice: Omit<ExportChoice, 'jobId'>) {
  const jobId = newId()
  let began = false
  const stop = useTransfer.subscribe(({ jobs }) => {
    began ||= jobId in jobs
  })
  const answer = await call('exports.run', { ...choice, jobId })
  stop()
  const { tell } = useNotices.getState()
  if (!answer.ok) tell({ text: 'transfer:notices.notExported', failure: answer.error })
  else if (answer.value) tellOf(answer.value)
  // Who closed the system's dialog knows that nothing was written.
  else if (began) tell({ text: 'transfer:notices.cancelled' })
}

function tellOf({ file, conversations, messages, entries, leftOut }: ExportReport) {
  const t = i18n.getFixedT(null, 'transfer')
  useNotices.getState().tell({
    text: entries > 0 ? 'transfer:notices.exportedMore' : 'transfer:notices.exported',
    values: {
      conversations: t('conversations', { count: conversations }),
      messages: t('messages', { count: messages }),
      entries: t('entries', { count: entries }),
      name: file.split(/[\\/]/).at(-1) ?? file,
    },
    lines: leftOut.length === 0 ? [] : [t('dialog.lacks'), ...leftOutLines(t, leftOut)],
    action: { text: 'transfer:showInFolder', run: () => void show(file) },
  })
}

async function show(file: string) {
  const shown = await call('exports.show', { file })
  if (shown.ok) return
  useNotices.getState().tell({ text: 'transfer:notices.notShown', failure: shown.error })
}
