import type { RootState } from '@contract/state'
import { ChartColumn, Check, Copy, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/errors'
import { call } from '../../api'
import { useMoving } from '../../stores/moving'
import { useView } from '../../stores/view'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Spinner } from '../../ui/Spinner'
import { OtherRoots } from '../moving/OtherRoots'
import { FailureText } from '../notices/FailureText'
import { FallbackText } from '../notices/FallbackText'
import { useReason } from '../notices/useReason'
import { RoomRows } from './RoomSections'
import { SafetySection } from './SafetySection'
import { Item, Row, Rows, Section } from './Section'
import { SpaceMeters } from './SpaceMeters'
import { useAnswer } from './useAnswer'
import { useCopied } from './useCopied'

/** Over the chat and not over the settings, which could not show it in front. */
function moveData() {
  useView.getState().openSettings(null)
  useMoving.getState().ask(true)
}

function showStatistics() {
  useView.getState().openSettings(null)
  useView.getState().showPage('statistics')
}

export function StorageTab() {
  const { t } = useTranslation(['settings', 'library'])
  const info = useAnswer('app.info')
  const storage = useAnswer('app.storage')
  const root = info.answer?.ok ? info.answer.value.root : null
  const state = storage.answer?.ok ? storage.answer.value : null
  return (
    <>
      {state?.problem && (
        <Banner look="danger" alert className="mb-4 rounded-lg">
          <p className="font-medium">{t('storage.saving')}</p>
          <FailureText failure={state.problem} />
        </Banner>
      )}
      {root && <Place root={root} />}
      <SafetySection />
      <Section
        title={t('storage.use')}
        about={
          state &&
          `${t('storage.conversations', { count: state.counts.conversations })} · ${t('storage.messages', { count: state.counts.messages })}`
        }
        action={
          <div className="flex flex-wrap gap-2">
            <Button onClick={showStatistics}>
              <ChartColumn size={15} aria-hidden />
              {t('library:statistics.open')}
            </Button>
            {state && <Button onClick={storage.again}>{t('storage.measureAgain')}</Button>}
          </div>
        }
      >
        {!storage.answer && (
          <p role="status" className="flex items-center gap-2 text-muted-foreground">
            <Spinner />
            {t('storage.measuring')}
          </p>
        )}
        {storage.answer && !storage.answer.ok && (
          <Banner look="danger" alert className="rounded-lg">
            <FailureText failure={storage.answer.error} />
          </Banner>
        )}
        {state && (
          <Rows>
            <Item name="space">
              <SpaceMeters sizes={state.sizes} free={state.free} />
            </Item>
            <RoomRows />
          </Rows>
        )}
      </Section>
      {root && <OtherRoots current={root.path} />}
    </>
  )
}

function Place({ root }: { root: RootState }) {
  const { t } = useTranslation(['settings', 'storage'])
  const [failure, setFailure] = useState<Failure | null>(null)
  const { copied, copy } = useCopied()
  const reasonOf = useReason()

  const openFolder = async () => {
    const opened = await call('app.openDataFolder')
    setFailure(opened.ok ? null : opened.error)
  }
  return (
    <Section
      title={t('storage.place')}
      action={
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => void openFolder()}>
            <FolderOpen size={15} aria-hidden />
            {t('storage.openFolder')}
          </Button>
          <Button onClick={() => void copy(root.path)}>
            {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
            {t(copied ? 'storage.copied' : 'storage.copyPath')}
          </Button>
        </div>
      }
    >
      {failure && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <FailureText failure={failure} />
        </Banner>
      )}
      {root.fallback && (
        <Banner look={root.kind === 'temporary' ? 'danger' : 'caution'} className="mb-2 rounded-lg">
          <FallbackText root={root} />
        </Banner>
      )}
      {root.warnings.map((warning) => (
        <Banner key={warning} look="caution" className="mb-2 rounded-lg">
          {t(`storage:warning_${warning}`)}
        </Banner>
      ))}
      <Rows>
        <Row name="place" label={t('storage.path')}>
          {() => (
            <span className="min-w-0 font-mono text-sm break-all select-text" dir="ltr">
              {root.path}
            </span>
          )}
        </Row>
        <Row label={t('storage.kind')}>{() => <span>{t(`storage:kind_${root.kind}`)}</span>}</Row>
        <Row label={t('storage.reason')}>{() => <span>{reasonOf(root.reason)}</span>}</Row>
        <Row name="move" label={t('storage.another')} hint={t('storage.anotherHint')}>
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={moveData}>
              {t('storage.move')}
            </Button>
          )}
        </Row>
        {root.tried.length > 0 && (
          <Item>
            <p className="font-medium">{t('storage.tried')}</p>
            <ul className="mt-1 flex flex-col gap-1.5 text-sm">
              {root.tried.map(({ path, kind, reason, history }) => (
                <li key={path}>
                  <span className="font-mono break-all select-text" dir="ltr">
                    {path}
                  </span>
                  <p className="text-muted-foreground">
                    {t(`storage:kind_${kind}`)}. {reasonOf(reason)}{' '}
                    {history && t('storage.triedHistory')}
                  </p>
                </li>
              ))}
            </ul>
          </Item>
        )}
      </Rows>
    </Section>
  )
}
