import type { KeptCopy, Verified } from '@contract/backup'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useBackups } from '../../stores/backups'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { TaskLine } from '../backup/TaskLine'
import { useTask } from '../backup/useTask'
import { useWhen } from '../backup/useWhen'
import { FailureText } from '../notices/FailureText'
import { writeBytes } from './bytes'
import { Verdict } from './Verdict'

const KINDS = [
  'daily',
  'manual',
  'before-restore',
  'before-undo',
  'before-delete',
  'before-import',
  'before-update',
  'before-schema',
] as const

/** One copy: when and why it was made, what is in it, and whether it is sound. */
export function CopyRow({ copy }: { copy: KeptCopy }) {
  const { t, i18n } = useTranslation('backup')
  const when = useWhen()
  const { task, job, run, cancel } = useTask<Verified>()
  const { name, createdAt, bytes, conversations, messages } = copy
  const kind = t(`copies.kinds.${KINDS.find((known) => copy.kind.startsWith(known)) ?? 'other'}`)
  const of = (action: string) => t('copies.of', { action, kind, when: when(createdAt) })
  const holds =
    conversations === null || messages === null
      ? t('copies.unreadable')
      : `${t('copies.conversations', { count: conversations })}, ${t('copies.messages', { count: messages })}`
  const actions = [
    {
      label: t('copies.verify'),
      run: () => void run((jobId) => call('backups.verify', { jobId, name })),
    },
    { label: t('copies.restore'), run: () => restore(name) },
    { label: t('copies.reveal'), run: () => void call('backups.showCopy', { name }) },
  ]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <div className="min-w-0 flex-1 basis-56">
        <p>
          <span className="font-medium">{when(createdAt)}</span>
          <span className="text-muted-foreground"> · {kind}</span>
        </p>
        <p className="text-sm text-muted-foreground tabular-nums">
          {holds} · {writeBytes(bytes, i18n.language)}
        </p>
      </div>
      <div className="flex flex-wrap gap-0.5">
        {actions.map((action) => (
          <Button
            key={action.label}
            look="quiet"
            className="px-2 text-primary"
            aria-label={of(action.label)}
            onClick={action.run}
          >
            {action.label}
          </Button>
        ))}
      </div>
      <div className="w-full empty:hidden">
        {task.state === 'running' && (
          <TaskLine job={job} before={t('copies.verifying')} onCancel={cancel} />
        )}
        {task.state === 'done' && (
          <Verdict verified={task.value} sound={t('copies.sound')} bad={t('copies.bad')} />
        )}
        {task.state === 'failed' && (
          <div role="alert" className="text-sm">
            <FailureText failure={task.failure} />
          </div>
        )}
      </div>
    </li>
  )
}

function restore(name: string) {
  useView.getState().openSettings(null)
  useBackups.getState().show({ kind: 'restore', from: { name } })
}
