import type { RecoveryState } from '@contract/state'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { FailureText } from '../notices/FailureText'
import { Choice } from './Choice'
import { CopyList } from './CopyList'
import { Findings } from './Findings'
import { Progress } from './Progress'
import { RestoreFile } from './RestoreFile'
import { useRecovery } from './useRecovery'

/** Where only waiting or looking helps, nothing is offered that would replace a file. */
const REPLACEABLE = ['database_damaged', 'database_missing', 'database_foreign', 'migration_failed']

/** What a backup file may take the place of; another program's file has to be moved away first. */
const FROM_BACKUP = ['database_damaged', 'database_missing', 'migration_failed']

/** Instead of the chat, when the history could not be opened: what was found, and the choices. */
export default function RecoveryView({ state }: { state: RecoveryState }) {
  const { t } = useTranslation(['recovery', 'errors'])
  const recovery = useRecovery()
  const [chosen, setChosen] = useState(state.copies.find((copy) => copy.messages !== null)?.file)
  const [asking, setAsking] = useState(false)
  const { problem, copies } = state
  const replaceable = REPLACEABLE.includes(problem.code)
  const isNewer = problem.code === 'database_newer'
  const busy = recovery.busy !== null
  return (
    <main className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-[46rem] flex-col gap-4 px-6 py-12">
        <Findings state={state} onOpen={() => void recovery.openFolder()} />
        <h2 className="mt-2 text-lg font-semibold">{t('recovery:choices')}</h2>
        <ul className="divide-y divide-border rounded-xl border border-border bg-popover">
          {replaceable && state.canSalvage && (
            <Choice
              why={t('recovery:salvageWhy')}
              button={
                <Button look="primary" disabled={busy} onClick={() => void recovery.salvage()}>
                  {t('recovery:salvage')}
                </Button>
              }
            />
          )}
          {replaceable && copies.length > 0 && (
            <Choice
              title={t('recovery:restoreTitle')}
              why={t('recovery:restoreWhy')}
              button={
                <Button
                  look={state.canSalvage ? 'secondary' : 'primary'}
                  disabled={busy || !chosen}
                  onClick={() => chosen && void recovery.restore(chosen)}
                >
                  {t('recovery:restore')}
                </Button>
              }
            >
              <CopyList
                copies={copies}
                chosen={chosen ?? null}
                disabled={busy}
                onChoose={setChosen}
              />
            </Choice>
          )}
          {FROM_BACKUP.includes(problem.code) && <RestoreFile recovery={recovery} />}
          {replaceable && copies.length === 0 && (
            <li className="px-4 py-3 text-muted-foreground">{t('recovery:noCopies')}</li>
          )}
          <Choice
            why={isNewer ? t('recovery:retryNewer') : t('recovery:retryWhy')}
            button={
              <Button disabled={busy} onClick={() => void recovery.retry()}>
                {t('recovery:retry')}
              </Button>
            }
          />
          {replaceable && (
            <Choice
              why={t('recovery:startNewWhy')}
              button={
                <Button look="danger" disabled={busy} onClick={() => setAsking(true)}>
                  {t('recovery:startNew')}
                </Button>
              }
            />
          )}
        </ul>
        {/* In view wherever the page is scrolled to. */}
        <div className="sticky bottom-4 rounded-lg">
          <Progress recovery={recovery} />
          {recovery.failure && (
            <Banner look="danger" alert className="rounded-lg">
              <p className="font-medium">{t('recovery:failed')}</p>
              <FailureText failure={recovery.failure} />
            </Banner>
          )}
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        title={t('recovery:startNewTitle')}
        confirm={t('recovery:startNewConfirm')}
        onConfirm={() => void recovery.startNew()}
        onClose={() => setAsking(false)}
      >
        {t('recovery:startNewAsk')}
      </ConfirmDialog>
    </main>
  )
}
