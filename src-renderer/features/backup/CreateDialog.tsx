import type { BackupReport } from '@contract/backup'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useNotices } from '../../stores/notices'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { FailureText } from '../notices/FailureText'
import { BackupResult } from './BackupResult'
import { PassphraseFields } from './PassphraseFields'
import type { Secret } from './PassphraseFields'
import { nameOf, showBackup } from './show'
import { TaskLine } from './TaskLine'
import { useTask } from './useTask'

const NONE: Secret = { wanted: false, passphrase: '', again: '' }

/** Asks whether keys come along; where to is asked by the system's own dialog. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['backup', 'common'])
  const [secret, setSecret] = useState(NONE)
  const [tried, setTried] = useState(false)
  const { task, job, run, cancel, mounted } = useTask<BackupReport>()
  const isReady = !secret.wanted || (secret.passphrase !== '' && secret.passphrase === secret.again)

  async function begin() {
    setTried(true)
    if (!isReady) return
    const passphrase = secret.wanted ? secret.passphrase : null
    const answer = await run((jobId) => call('backups.create', { jobId, passphrase }))
    // Who closed the dialog meanwhile is told elsewhere.
    if (mounted.current) return
    const { tell } = useNotices.getState()
    if (!answer.ok) tell({ text: 'backup:notices.notMade', failure: answer.error })
    else if (answer.value) tellMade(answer.value)
  }

  return (
    <Dialog
      open
      title={t('create.title')}
      description={task.state === 'done' ? undefined : t('create.about')}
      size="w-[34rem]"
      onClose={onClose}
    >
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4">
        {task.state === 'failed' && (
          <Banner look="danger" alert className="rounded-lg">
            <FailureText failure={task.failure} />
          </Banner>
        )}
        {task.state === 'running' ? (
          <TaskLine job={job} before={t('create.asking')} onCancel={cancel} />
        ) : task.state === 'done' ? (
          <BackupResult report={task.value} />
        ) : (
          <PassphraseFields secret={secret} tried={tried} onChange={setSecret} />
        )}
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
        {task.state === 'done' ? (
          <>
            <Button onClick={() => void showBackup(task.value.file)}>{t('create.reveal')}</Button>
            <Button look="primary" onClick={onClose}>
              {t('common:close')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>
              {t(task.state === 'running' ? 'common:close' : 'common:cancel')}
            </Button>
            {task.state !== 'running' && (
              <Button look="primary" onClick={() => void begin()}>
                {t('create.run')}
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}

function tellMade({ file }: BackupReport) {
  useNotices.getState().tell({
    text: 'backup:notices.made',
    values: { name: nameOf(file) },
    action: { text: 'transfer:showInFolder', run: () => void showBackup(file) },
  })
}
