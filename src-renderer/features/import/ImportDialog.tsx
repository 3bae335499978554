import type { ImportOutcome, ImportResult } from '@contract/imports'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useImports } from '../../stores/imports'
import type { ImportStage } from '../../stores/imports'
import { useTransfer } from '../../stores/transfer'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { useCopied } from '../settings/useCopied'
import { JobLine } from '../transfer/JobLine'
import { beginImport } from './begin'
import { dropImport } from './choose'
import { DropHint } from './DropHint'
import { ImportSwitches } from './ImportSwitches'
import { brought, undoneText } from './lines'
import { reportText } from './reportText'
import { ResultSection } from './ResultSection'
import { useFileDrop } from '../../ui/useFileDrop'

/** Says what was recognised, imports it where that is wanted, and reports what came of it. */
export default function ImportDialog() {
  const { t } = useTranslation('importing')
  const stage = useImports((state) => state.stage)
  const close = useImports((state) => state.close)
  const actions = useRef<HTMLDivElement>(null)
  const step = stage?.kind === 'running' && stage.cancelling ? 'cancelling' : stage?.kind
  const { over, handlers } = useFileDrop(dropImport)

  // What had the focus goes with the step that it belonged to.
  useEffect(() => {
    if (step)
      [...(actions.current?.querySelectorAll<HTMLElement>('button:enabled') ?? [])].at(-1)?.focus()
  }, [step])

  if (!stage) return null
  return (
    <Dialog
      open
      title={t('title')}
      description={stage.kind === 'preview' ? t('before') : undefined}
      size="w-[36rem]"
      onClose={close}
    >
      <div {...handlers} className="relative flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 py-4">
          <Content stage={stage} />
        </div>
        <div
          ref={actions}
          className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3"
        >
          <Actions stage={stage} />
        </div>
        {over && stage.kind !== 'running' && <DropHint />}
      </div>
    </Dialog>
  )
}

function Content({ stage }: { stage: ImportStage }) {
  const { t } = useTranslation('importing')
  switch (stage.kind) {
    case 'looking':
      return <Working jobId={stage.jobId} about={t('looking')} />
    case 'running':
      return <Working jobId={stage.jobId} about={t(stage.cancelling ? 'cancelling' : 'goesOn')} />
    case 'preview':
      return (
        <>
          <ImportSwitches stage={stage} />
          <Results results={stage.results} when="will" busy={stage.jobId !== null} />
        </>
      )
    case 'done':
      return <Outcome outcome={stage.outcome} />
    case 'failed':
      return (
        <div role="alert" className="text-sm">
          <p className="mb-1 text-base font-medium">{t(stage.running ? 'broken' : 'notBegun')}</p>
          <FailureText failure={stage.failure} />
          {stage.running && <p className="mt-2">{t('brokenAbout')}</p>}
        </div>
      )
  }
}

function Working({ jobId, about }: { jobId: string; about: ReactNode }) {
  const job = useTransfer((state) => state.jobs[jobId])
  return (
    <>
      {job ? (
        <JobLine job={job} />
      ) : (
        <div className="flex min-h-8 items-center">
          <Spinner />
        </div>
      )}
      <p role="status" className="text-sm text-muted-foreground">
        {about}
      </p>
    </>
  )
}

function Outcome({ outcome: { results, cancelled, undone } }: { outcome: ImportOutcome }) {
  const { t } = useTranslation('importing')
  if (!cancelled) {
    return (
      <>
        <Results results={results} when="did" />
        {undone && <p className="text-sm font-medium">{undoneText(t, undone)}</p>}
      </>
    )
  }
  const { kept, whole } = undone ?? { kept: 0, whole: true }
  return (
    <p role="status">
      {!whole
        ? t('cancelledLater')
        : kept > 0
          ? t('cancelledKept', { count: kept })
          : t('cancelled')}
    </p>
  )
}

interface ResultsProps {
  results: readonly ImportResult[]
  when: 'will' | 'did'
  /** It is being looked at again, with another choice. */
  busy?: boolean
}

function Results({ results, when, busy = false }: ResultsProps) {
  return (
    <div role="status" aria-busy={busy} className="flex flex-col gap-3 aria-busy:opacity-60">
      {results.map((result) => (
        <ResultSection key={result.source.path} result={result} when={when} />
      ))}
    </div>
  )
}

function Actions({ stage }: { stage: ImportStage }) {
  const { t } = useTranslation(['importing', 'common'])
  const close = useImports((state) => state.close)
  const cancel = useImports((state) => state.cancel)
  const { copied, copy } = useCopied()
  if (stage.kind === 'looking') return <Button onClick={close}>{t('common:cancel')}</Button>
  if (stage.kind === 'running') {
    return (
      <>
        <Button disabled={stage.cancelling} onClick={cancel}>
          {t('cancelImport')}
        </Button>
        <Button look="primary" onClick={close}>
          {t('background')}
        </Button>
      </>
    )
  }
  if (stage.kind === 'preview') {
    const isUseful = stage.results.some(({ report }) => report && brought(report) > 0)
    return (
      <>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button
          look="primary"
          disabled={!isUseful || stage.jobId !== null}
          onClick={() => void beginImport()}
        >
          {t('begin')}
        </Button>
      </>
    )
  }
  const outcome = stage.kind === 'done' ? stage.outcome : null
  return (
    <>
      {outcome && outcome.results.length > 0 && (
        <Button onClick={() => void copy(reportText(outcome))}>
          {t(copied ? 'copied' : 'copyReport')}
        </Button>
      )}
      <Button look="primary" onClick={close}>
        {t('common:close')}
      </Button>
    </>
  )
}
