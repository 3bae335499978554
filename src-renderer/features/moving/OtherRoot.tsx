import type { Failure } from '@contract/errors'
import type { FoundRoot } from '@contract/moving'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useNotices } from '../../stores/notices'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useWhen } from '../recovery/useWhen'
import { writeBytes } from '../settings/bytes'
import { MergeButton } from './MergeButton'

interface Props {
  root: FoundRoot
  current: string
  onChanged: () => void
  onFailed: (title: string, failure: Failure) => void
}

/** One other data folder: what is in it, since when, and what can be done with it. */
export function OtherRoot({ root, current, onChanged, onFailed }: Props) {
  const { t, i18n } = useTranslation('moving')
  const [asking, setAsking] = useState<'open' | 'delete' | null>(null)
  const [busy, setBusy] = useState(false)
  const { path, bytes, isOldCopy, canOpen, moveId } = root
  const facts = useFacts(root)
  const size = writeBytes(bytes, i18n.language)

  const open = async () => {
    setBusy(true)
    const opened = await call('moves.open', { path })
    setBusy(false)
    if (!opened.ok) onFailed(t('roots.openFailed'), opened.error)
  }
  const remove = async (id: string) => {
    setBusy(true)
    const deleted = await call('moves.deleteOld', { id })
    setBusy(false)
    if (!deleted.ok) return onFailed(t('roots.deleteFailed'), deleted.error)
    useNotices.getState().tell({
      text: 'moving:notices.deleted',
      values: { size: writeBytes(deleted.value.bytes, i18n.language) },
    })
    onChanged()
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-mono text-sm break-all select-text" dir="ltr">
          {path}
        </p>
        <p className="text-sm text-muted-foreground">
          {isOldCopy && `${t('roots.oldCopy')} `}
          {facts.all}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {canOpen && (
          <Button disabled={busy} onClick={() => setAsking('open')}>
            {t('roots.open')}
          </Button>
        )}
        <MergeButton root={root} disabled={busy} />
        {moveId && (
          <Button look="danger" disabled={busy} onClick={() => setAsking('delete')}>
            {busy ? t('roots.deleting') : t('roots.delete')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking === 'open'}
        title={t('roots.openTitle')}
        confirm={t('roots.openConfirm')}
        danger={false}
        onConfirm={() => void open()}
        onClose={() => setAsking(null)}
      >
        <p className="wrap-anywhere">{t('roots.openText', { path, current })}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        title={t('roots.deleteTitle')}
        confirm={t('roots.deleteConfirm')}
        onConfirm={() => moveId && void remove(moveId)}
        onClose={() => setAsking(null)}
      >
        <p className="wrap-anywhere">{t('roots.deleteText', { path, size, ...facts.counts })}</p>
        <p className="mt-2 wrap-anywhere">{t('roots.deleteNow', { current })}</p>
      </ConfirmDialog>
    </div>
  )
}

function useFacts({ conversations, messages, usedAt, bytes }: FoundRoot) {
  const { t, i18n } = useTranslation('moving')
  const whenOf = useWhen()
  const size = writeBytes(bytes, i18n.language)
  const counts = {
    conversations: t('roots.conversations', { count: conversations ?? 0 }),
    messages: t('roots.messages', { count: messages ?? 0 }),
  }
  if (conversations === null) return { counts, all: t('roots.unreadable', { size }) }
  if (usedAt === null) return { counts, all: t('roots.factsUnused', { ...counts, size }) }
  return { counts, all: t('roots.facts', { ...counts, size, when: whenOf(usedAt) }) }
}
