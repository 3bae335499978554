import type { RestoreReport, Tally } from '@contract/backup'
import { useEffect } from 'react'
import { call } from '../../api'
import { i18n } from '../../i18n'
import { useBackups } from '../../stores/backups'
import { useNotices } from '../../stores/notices'
import { nameOf } from './show'
import { tallyText } from './tallyText'
import { CATEGORIES } from './usePreview'

/** Tells what a restore did, after main has loaded the window anew. */
export function useRestoreReport() {
  useEffect(() => {
    void call('backups.report').then((answer) => {
      if (answer.ok && answer.value) tellOf(answer.value)
    })
  }, [])
}

function tellOf(report: RestoreReport) {
  const t = i18n.getFixedT(null, 'backup')
  const { tell } = useNotices.getState()
  if (report.kind === 'cancelled') {
    tell({ text: 'backup:notices.notRestored' })
    return
  }
  if (report.kind === 'undone') {
    const { conversations, messages } = report
    tell({
      text: 'backup:notices.undone',
      values: {
        conversations: t('copies.conversations', { count: conversations }),
        messages: t('copies.messages', { count: messages }),
      },
      report: true,
    })
    return
  }
  const isMerged = report.source === 'profile'
  tell({
    text: isMerged ? 'backup:notices.merged' : 'backup:notices.restored',
    values: { name: isMerged ? report.file : nameOf(report.file) },
    lines: linesOf(report),
    // Not as what Undo takes back: it asks first, and is offered in the settings for as long.
    action: {
      text: 'backup:undo.open',
      run: () => useBackups.getState().show({ kind: 'undo' }),
    },
    report: true,
  })
}

function linesOf(report: Extract<RestoreReport, { kind: 'restored' }>): string[] {
  const t = i18n.getFixedT(null, 'backup')
  const { categories, attachments, missing, keys, setAside } = report
  const [chats, ...others] = CATEGORIES
  const changed = ([chats, 'messages', ...others] as const).flatMap((category) => {
    const tally = categories[category]
    if (!tally || !hasChanged(tally)) return []
    const text = tallyText(t, tally, i18n.language)
    return t('report.line', { name: t(`categories.${category}`), text })
  })
  const [aside] = setAside
  return [
    ...(changed.length > 0 ? changed : [t('report.nothing')]),
    ...(attachments > 0 ? [t('report.files', { count: attachments })] : []),
    ...(missing > 0 ? [t('report.missing', { count: missing })] : []),
    ...(keys.restored > 0 ? [t('report.keys', { count: keys.restored })] : []),
    ...(keys.refused > 0 ? [t('report.refused', { count: keys.refused })] : []),
    ...(aside ? [t('report.setAside', { name: nameOf(aside) })] : []),
  ]
}

function hasChanged({ adds, updates, removes, conflicts }: Tally): boolean {
  return adds + updates + removes + conflicts > 0
}
