import type { DatabaseCheck, KeptCopy } from '@contract/backup'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Button } from '../../ui/Button'
import { TaskLine } from '../backup/TaskLine'
import { useTask } from '../backup/useTask'
import { FailureText } from '../notices/FailureText'
import { Row, Rows, Section } from './Section'

/** A copy now, and an examination of the database. */
export function SafetySection() {
  const { t } = useTranslation('backup')
  return (
    <Section title={t('upkeep.title')}>
      <Rows>
        <CopyNow />
        <CheckNow />
      </Rows>
    </Section>
  )
}

function CopyNow() {
  const { t } = useTranslation('backup')
  const { task, run } = useTask<KeptCopy>()
  return (
    <Row name="copyNow" label={t('upkeep.now')} hint={t('upkeep.nowHint')}>
      {({ hintId }) => (
        <>
          <Button
            aria-describedby={hintId}
            disabled={task.state === 'running'}
            onClick={() => void run(() => call('backups.copyNow'))}
          >
            {t(task.state === 'running' ? 'copies.making' : 'copies.now')}
          </Button>
          <div role="status" className="w-full text-sm empty:hidden">
            {task.state === 'done' &&
              t('notices.copied', {
                conversations: t('copies.conversations', { count: task.value.conversations ?? 0 }),
                messages: t('copies.messages', { count: task.value.messages ?? 0 }),
              })}
            {task.state === 'failed' && <FailureText failure={task.failure} />}
          </div>
        </>
      )}
    </Row>
  )
}

function CheckNow() {
  const { t } = useTranslation('backup')
  const { task, job, run, cancel } = useTask<DatabaseCheck[]>()
  return (
    <Row name="checkDatabase" label={t('upkeep.checkRow')} hint={t('upkeep.checkHint')}>
      {({ hintId }) => (
        <>
          <Button
            aria-describedby={hintId}
            disabled={task.state === 'running'}
            onClick={() => void run((jobId) => call('backups.check', { jobId }))}
          >
            {t('upkeep.check')}
          </Button>
          <div className="w-full empty:hidden">
            {task.state === 'running' && (
              <TaskLine job={job} before={t('upkeep.checking')} onCancel={cancel} />
            )}
            {task.state === 'done' && <Checks checks={task.value} />}
            {task.state === 'failed' && (
              <div role="alert" className="text-sm">
                <FailureText failure={task.failure} />
              </div>
            )}
          </div>
        </>
      )}
    </Row>
  )
}

const NAMES = [
  'integrity',
  'references',
  'search_index',
  'message_counts',
  'parents',
  'open_branches',
  'unfinished',
] as const

function Checks({ checks }: { checks: readonly DatabaseCheck[] }) {
  const { t } = useTranslation('backup')
  const bad = checks.filter(({ ok }) => !ok).length
  const nameOf = (name: string) => {
    const known = NAMES.find((each) => each === name)
    return known ? t(`upkeep.names.${known}`) : name
  }
  return (
    <div role={bad > 0 ? 'alert' : 'status'} className="text-sm">
      <p className="font-medium">
        {bad === 0 ? t('upkeep.fine') : t('upkeep.found', { count: bad })}
      </p>
      <ul className="mt-1 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {checks.map(({ name, ok, detail }) => (
          <li key={name} className="flex gap-2">
            {ok ? (
              <CircleCheck size={15} aria-hidden className="mt-0.5 shrink-0 text-primary" />
            ) : (
              <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-destructive" />
            )}
            <span className="min-w-0">
              {nameOf(name)}:{' '}
              <span className="wrap-anywhere text-muted-foreground">
                {ok ? t('upkeep.ok') : detail.split('\n').slice(0, 3).join('; ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {bad > 0 && <p className="mt-2">{t('upkeep.advice')}</p>}
    </div>
  )
}
