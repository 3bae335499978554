import type { Verified } from '@contract/backup'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useBackups } from '../../stores/backups'
import type { BackupDialog } from '../../stores/backups'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { nameOf } from '../backup/show'
import { TaskLine } from '../backup/TaskLine'
import { useTask } from '../backup/useTask'
import { useWhen } from '../backup/useWhen'
import { FailureText } from '../notices/FailureText'
import { Row, Rows, Section } from './Section'
import { Verdict } from './Verdict'

/** Making a backup, bringing one back, and taking that back. */
export function BackupSection() {
  const { t } = useTranslation('backup')
  const when = useWhen()
  const restoredAt = useBackups((state) => state.restoredAt)
  const { task, job, run, cancel } = useTask<Verified>()
  return (
    <Section title={t('data.title')} about={t('data.about')}>
      <Rows>
        <Row name="createBackup" label={t('data.createRow')} hint={t('data.createHint')}>
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={() => ask({ kind: 'create' })}>
              {t('create.open')}
            </Button>
          )}
        </Row>
        <Row name="restoreBackup" label={t('data.restoreRow')} hint={t('data.restoreHint')}>
          {({ hintId }) => (
            <Button
              aria-describedby={hintId}
              onClick={() => ask({ kind: 'restore', from: { name: null } })}
            >
              {t('restore.open')}
            </Button>
          )}
        </Row>
        {restoredAt !== null && (
          <Row label={t('undo.row')} hint={t('undo.rowHint', { when: when(restoredAt) })}>
            {({ hintId }) => (
              <Button aria-describedby={hintId} onClick={() => ask({ kind: 'undo' })}>
                {t('undo.open')}
              </Button>
            )}
          </Row>
        )}
        <Row name="verifyBackup" label={t('data.verifyRow')} hint={t('data.verifyHint')}>
          {({ hintId }) => (
            <>
              <Button
                aria-describedby={hintId}
                disabled={task.state === 'running'}
                onClick={() => void run((jobId) => call('backups.verify', { jobId, name: null }))}
              >
                {t('data.verify')}
              </Button>
              <div className="w-full empty:hidden">
                {task.state === 'running' && (
                  <TaskLine job={job} before={t('restore.asking')} onCancel={cancel} />
                )}
                {task.state === 'done' && (
                  <Verdict
                    verified={task.value}
                    sound={t('data.sound', { name: nameOf(task.value.file) })}
                    bad={t('data.bad', { name: nameOf(task.value.file) })}
                  />
                )}
                {task.state === 'failed' && (
                  <div role="alert">
                    <FailureText failure={task.failure} />
                  </div>
                )}
              </div>
            </>
          )}
        </Row>
      </Rows>
    </Section>
  )
}

/** Over the chat and not over the settings, where its notice would be hidden. */
function ask(dialog: BackupDialog) {
  useView.getState().openSettings(null)
  useBackups.getState().show(dialog)
}
