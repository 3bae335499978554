import type { Failure } from '@contract/errors'
import type { FreeableSpace } from '@contract/space'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Dialog } from '../../ui/Dialog'
import { Spinner } from '../../ui/Spinner'
import { openChat } from '../chat/openChat'
import { FailureText } from '../notices/FailureText'
import { writeBytes } from '../settings/bytes'
import { Rows } from '../settings/Section'
import { AmountRows } from './AmountRows'
import { actOf } from './acts'
import type { Act } from './acts'
import { LargestRow } from './LargestRow'
import { OldestRow } from './OldestRow'

/** All that can make room, with what it takes; each goes by itself, after it was confirmed. */
export function FreeDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(['space', 'common'])
  const [found, setFound] = useState<FreeableSpace | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [freed, setFreed] = useState<number | null>(null)
  const [act, setAct] = useState<Act | null>(null)
  const [busy, setBusy] = useState(false)
  const write = (bytes: number) => writeBytes(bytes, i18n.language)

  const measure = useCallback(async () => {
    const answer = await call('space.find')
    if (answer.ok) setFound(answer.value)
    else setFailure(answer.error)
  }, [])
  useEffect(() => void measure(), [measure])

  async function run({ run }: Act) {
    setBusy(true)
    setFailure(null)
    setFreed(null)
    const answer = await run()
    if (answer.ok) setFreed(answer.value.bytes)
    else setFailure(answer.error)
    // What is left is measured, not reckoned.
    await measure()
    setBusy(false)
  }

  function showChat(id: string, inTrash: boolean) {
    onClose()
    useView.getState().openSettings(null)
    if (inTrash) useView.getState().showPage('trash')
    else openChat(id)
  }

  return (
    <Dialog
      open
      title={t('find.title')}
      description={t('find.about')}
      size="w-[42rem]"
      onClose={onClose}
    >
      <div className="min-h-40 space-y-3 overflow-y-auto px-5 py-4" aria-busy={busy}>
        {failure && (
          <Banner look="danger" alert className="rounded-lg">
            <p className="font-medium">{t('find.failed')}</p>
            <FailureText failure={failure} />
          </Banner>
        )}
        <p role="status" className="flex min-h-6 items-center gap-2 text-muted-foreground">
          {(busy || (!found && !failure)) && <Spinner />}
          {busy || (!found && !failure)
            ? t('find.measuring')
            : freed !== null &&
              (freed > 0 ? t('find.freed', { size: write(freed) }) : t('find.done'))}
          {found && <span className="ml-auto">{t('find.free', { size: write(found.free) })}</span>}
        </p>
        {found && (
          <>
            <Rows>
              <AmountRows
                found={found}
                busy={busy}
                onAsk={(what) => setAct(actOf(what, found, t, write))}
              />
            </Rows>
            <Rows>
              <OldestRow
                oldest={found.oldest}
                busy={busy}
                onAsk={() => setAct(actOf('oldest', found, t, write))}
              />
              {found.largest.length > 0 && <LargestRow largest={found.largest} onShow={showChat} />}
            </Rows>
          </>
        )}
      </div>
      <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={onClose}>{t('common:close')}</Button>
      </div>
      <ConfirmDialog
        open={act !== null}
        title={act?.title ?? ''}
        confirm={act?.confirm ?? ''}
        onConfirm={() => act && void run(act)}
        onClose={() => setAct(null)}
      >
        {act?.text}
      </ConfirmDialog>
    </Dialog>
  )
}
