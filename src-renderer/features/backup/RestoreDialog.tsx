import type { OpenedBackup } from '@contract/backup'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import type { RestoreFrom } from '../../stores/backups'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { FailureText } from '../notices/FailureText'
import { RestoreChoice } from './RestoreChoice'
import { TaskLine } from './TaskLine'
import { useAbout } from './useAbout'
import { useTask } from './useTask'

interface Props {
  from: RestoreFrom
  onClose: () => void
}

/** Reads a backup or a profile whole, shows what restoring it would do, and restores what is chosen. */
export function RestoreDialog({ from, onClose }: Props) {
  const { t } = useTranslation(['backup', 'common'])
  const { task, job, run, cancel: stopReading, mounted } = useTask<OpenedBackup>()
  const restoring = useTask<boolean>()
  const opened = task.state === 'done' ? task.value : null
  const about = useAbout(opened, 'root' in from ? from.profile.name : null)
  const words = 'root' in from ? 'merge' : 'restore'
  const isRestoring = restoring.task.state === 'running'
  const [hasKeys, setHasKeys] = useState(false)
  // A key that was saved is not taken back.
  const isTooLate = hasKeys && restoring.job?.step === 'merging'

  const open = useCallback(async () => {
    const answer = await run((jobId) =>
      'root' in from
        ? call('backups.openProfile', { jobId, root: from.root, profile: from.profile.id })
        : call('backups.open', { jobId, name: from.name }),
    )
    // Who closed the dialog of the system, or ended the reading, wanted nothing more.
    if (mounted.current && answer.ok && !answer.value) onClose()
  }, [run, mounted, from, onClose])

  useEffect(() => {
    void open()
    return () => void call('backups.leave')
  }, [open])

  // What reading leaves is taken away by its end.
  const cancel = () => (task.state === 'running' && job ? stopReading() : onClose())
  return (
    <Dialog
      open
      title={t(`${words}.title`)}
      description={about}
      size="w-[42rem]"
      onClose={() => !isRestoring && cancel()}
    >
      {opened && restoring.task.state !== 'failed' && !isRestoring ? (
        <RestoreChoice
          opened={opened}
          onCancel={onClose}
          onRestore={(choice) => {
            setHasKeys(choice.passphrase !== null)
            void restoring.run(async (jobId) => call('backups.restore', { jobId, ...choice }))
          }}
        />
      ) : (
        <>
          <div className="flex min-h-24 flex-col justify-center gap-3 overflow-y-auto px-5 py-4">
            {isRestoring && (
              <>
                <TaskLine
                  job={restoring.job}
                  before={t(`${words}.reading`)}
                  onCancel={restoring.job && !isTooLate ? restoring.cancel : undefined}
                />
                <p className="text-sm text-muted-foreground">{t(`${words}.running`)}</p>
              </>
            )}
            {task.state === 'running' && <TaskLine job={job} before={t(`${words}.asking`)} />}
            {[task, restoring.task].map(
              (each) =>
                each.state === 'failed' && (
                  <Banner key={each.failure.code} look="danger" alert className="rounded-lg">
                    <p className="font-medium">{t(`${words}.failed`)}</p>
                    <FailureText failure={each.failure} />
                  </Banner>
                ),
            )}
          </div>
          {!isRestoring && (
            <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
              <Button onClick={cancel}>
                {t(task.state === 'running' ? 'common:cancel' : 'common:close')}
              </Button>
              {task.state === 'failed' && 'name' in from && from.name === null && (
                <Button look="primary" onClick={() => void open()}>
                  {t('restore.chooseAnother')}
                </Button>
              )}
            </div>
          )}
        </>
      )}
    </Dialog>
  )
}
