import type { SpaceReport } from '@contract/space'
import { useEffect } from 'react'
import { call } from '../../api'
import { i18n } from '../../i18n'
import { useBackups } from '../../stores/backups'
import { useNotices } from '../../stores/notices'
import { writeBytes } from '../settings/bytes'

/** Tells what was done while the window was away. */
export function useSpaceReport() {
  useEffect(() => {
    void call('space.report').then((answer) => {
      if (answer.ok && answer.value) tellOf(answer.value)
    })
  }, [])
}

function tellOf(report: SpaceReport) {
  const { tell } = useNotices.getState()
  if (report.kind === 'compacted') {
    const size = writeBytes(report.bytes, i18n.language)
    tell({ text: 'space:notices.compacted', values: { size } })
    return
  }
  const t = i18n.getFixedT(null, 'space')
  const { file, name } = report
  if (file === null) {
    tell({ text: 'space:notices.cleared', lines: [t('report.none')], report: true })
    return
  }
  tell({
    text: 'space:notices.cleared',
    lines: [t('report.backup', { file }), t('report.keys')],
    // One that lies elsewhere is asked for in its folder.
    action: {
      text: 'space:report.restore',
      run: () => useBackups.getState().show({ kind: 'restore', from: { name } }),
    },
    report: true,
  })
}
