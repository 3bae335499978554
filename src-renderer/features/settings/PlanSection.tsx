import type { BackupPlan } from '@contract/backup'
import type { Failure, Result } from '@contract/errors'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { useBackups } from '../../stores/backups'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Select } from '../../ui/Select'
import { Spinner } from '../../ui/Spinner'
import { useWhen } from '../backup/useWhen'
import { FailureText } from '../notices/FailureText'
import { Row, Rows, Section } from './Section'

const INTERVALS = ['off', 'daily', 'weekly'] as const satisfies readonly BackupPlan['every'][]
const KEPT = [1, 3, 5, 10, 30]

/** Backups into a folder of the user's: which, how often, how many, and what became of the last. */
export function PlanSection() {
  const { t } = useTranslation('backup')
  const plan = useBackups((state) => state.plan)
  const [refusal, setRefusal] = useState<Failure | null>(null)
  if (!plan) return null

  const failure = refusal ?? plan.failure
  // What became of it comes as an event, in the order in which it happened.
  const hear = async (asked: Promise<Result<void>>) => {
    const answer = await asked
    setRefusal(answer.ok ? null : answer.error)
  }
  const change = (patch: Partial<Pick<BackupPlan, 'every' | 'keep'>>) =>
    void hear(call('backups.plan', { every: plan.every, keep: plan.keep, ...patch }))
  return (
    <Section title={t('plan.title')} about={t('plan.about')}>
      {failure && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <FailureText failure={failure} />
        </Banner>
      )}
      <Rows>
        <Row
          name="backupFolder"
          label={t('plan.folder')}
          hint={
            plan.folder === null ? (
              t('plan.none')
            ) : (
              <span className="font-mono break-all select-text" dir="ltr">
                {plan.folder}
              </span>
            )
          }
        >
          {({ hintId }) => (
            <Button
              aria-describedby={hintId}
              onClick={() => void hear(call('backups.chooseFolder'))}
            >
              {t('plan.choose')}
            </Button>
          )}
        </Row>
        {plan.folder !== null && <PlanRows plan={plan} onChange={change} onRun={hear} />}
      </Rows>
    </Section>
  )
}

interface PlanRowsProps {
  plan: BackupPlan
  onChange: (patch: Partial<Pick<BackupPlan, 'every' | 'keep'>>) => void
  onRun: (asked: Promise<Result<void>>) => Promise<void>
}

function PlanRows({ plan, onChange, onRun }: PlanRowsProps) {
  const { t } = useTranslation('backup')
  const when = useWhen()
  const { every, keep, lastAt, running } = plan
  const kept = [...new Set([...KEPT, keep])].toSorted((a, b) => a - b)
  return (
    <>
      <Row label={t('plan.every')} hint={t('plan.everyHint')}>
        {() => (
          <Select
            hideLabel
            className="w-40"
            label={t('plan.every')}
            value={every}
            options={INTERVALS.map((value) => ({
              value,
              label: t(`plan.intervals.${value}`),
            }))}
            onChange={(next) => onChange({ every: next })}
          />
        )}
      </Row>
      <Row label={t('plan.keep')} hint={t('plan.keepHint')}>
        {() => (
          <Select
            hideLabel
            className="w-40"
            label={t('plan.keep')}
            value={String(keep)}
            options={kept.map((count) => ({
              value: String(count),
              label: t('plan.kept', { count }),
            }))}
            onChange={(next) => onChange({ keep: Number(next) })}
          />
        )}
      </Row>
      <Row label={t('plan.last')} hint={lastAt === null ? t('plan.never') : when(lastAt)}>
        {({ hintId }) =>
          running ? (
            <p role="status" className="flex items-center gap-2 text-muted-foreground">
              <Spinner />
              {t('plan.running')}
            </p>
          ) : (
            <Button aria-describedby={hintId} onClick={() => void onRun(call('backups.runPlan'))}>
              {t('plan.run')}
            </Button>
          )
        }
      </Row>
    </>
  )
}
