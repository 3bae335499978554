import type { OpenedBackup } from '@contract/backup'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { FailureText } from '../notices/FailureText'
import { RestoreChoice } from './RestoreChoice'
import { TaskLine } from './TaskLine'
import { useAbout } from './useAbout'
import { useTask } from './useTask'

interface Props {
  /** One of the copies, or (null) a file that is asked for. */
  name: string | null
  onClose: () => void
}

/** Reads a backup whole, shows what restoring it would do, and restores what is chosen. */
export function RestoreDialog({ name, onClose }: Props) {
  const { t } = useTranslation(['backup', 'common'])
  const { task, job, run, cancel: stopReading, mounted } = useTask<OpenedBackup>()
  const restoring = useTask<boolean>()
  const opened = task.state === 'done' ? task.value : null
  const about = useAbout(opened)
  const isRestoring = restoring.task.state === 'running'

  const open = useCallback(async () => {
    const answer = await run((jobId) => call('backups.open', { jobId, name }))
    // Who closed the dialog of the system, or ended the reading, wanted nothing more.
    if (mounted.current && answer.ok && !answer.value) onClose()
  }, [run, mounted, name, onClose])

  useEffect(() => {
    void open()
    return () => void call('backups.leave')
  }, [open])

  // What reading leaves is taken away by its end.
  const cancel = () => (task.state === 'running' && job ? stopReading() : onClose())
  return (
    <Dialog
      open
      title={t('restore.title')}
      description={about}
      size="w-[42rem]"
      onClose={() => !isRestoring && cancel()}
    >
      {opened && restoring.task.state !== 'failed' && !isRestoring ? (
        <RestoreChoice
          opened={opened}
          onCancel={onClose}
          onRestore={(choice) =>
            void restoring.run(async (jobId) => call('backups.restore', { jobId, ...choice }))
          }
        />
      ) : (
        <>
          <div className="flex min-h-24 flex-col justify-center gap-3 overflow-y-auto px-5 py-4">
            {isRestoring && (
              <>
                <TaskLine
                  job={restoring.job}
                  before={t('restore.reading')}
                  onCancel={restoring.job?.step === 'reading' ? restoring.cancel : undefined}
                />
                <p className="text-sm text-muted-foreground">{t('restore.running')}</p>
              </>
            )}
            {task.state === 'running' && <TaskLine job={job} before={t('restore.asking')} />}
            {[task, restoring.task].map(
              (each) =>
                each.state === 'failed' && (
                  <Banner key={each.failure.code} look="danger" alert className="rounded-lg">
                    <p className="font-medium">{t('restore.failed')}</p>
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
              {task.state === 'failed' && name === null && (
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
