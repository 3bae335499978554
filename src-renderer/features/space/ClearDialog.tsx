import type { ProfileContents } from '@contract/space'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import type { Failure, Result } from '@contract/errors'
import { Banner } from '../../ui/Banner'
import { Dialog } from '../../ui/Dialog'
import { Spinner } from '../../ui/Spinner'
import { TaskLine } from '../backup/TaskLine'
import { useTask } from '../backup/useTask'
import { FailureText } from '../notices/FailureText'
import { ClearContents } from './ClearContents'
import { TypedConfirmation } from './TypedConfirmation'

type Place = 'data' | 'folder'
interface Known {
  contents: ProfileContents
  name: string
}

/** Says what goes and what stays, then asks for the profile's name; a safety backup is made before. */
export function ClearDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('space')
  const [known, setKnown] = useState<Known | null>(null)
  const [unknown, setUnknown] = useState<Failure | null>(null)
  const [place, setPlace] = useState<Place>('data')
  const [isSure, setIsSure] = useState(false)
  const { task, job, run, cancel } = useTask<boolean>()

  useEffect(() => {
    void look().then((found) => (found.ok ? setKnown(found.value) : setUnknown(found.error)))
  }, [])

  // Null where it was cancelled: then the question stands again.
  const clear = (backup: Place | 'none') =>
    void run(async (jobId) => {
      const done = await call('space.clear', { jobId, backup })
      return done.ok && !done.value ? { ok: true, value: null } : done
    })

  const isRunning = task.state === 'running'
  return (
    <Dialog open title={t('clear.title')} size="w-[34rem]" onClose={() => !isRunning && onClose()}>
      {isRunning ? (
        <div className="px-5 py-6">
          <TaskLine job={job} before={t('clear.running')} onCancel={job ? cancel : undefined} />
        </div>
      ) : task.state === 'failed' ? (
        <TypedConfirmation
          key="without"
          title={t('clear.withoutTitle')}
          text={t('clear.without', { words: t('clear.withoutWords') })}
          field={t('clear.withoutField')}
          words={t('clear.withoutWords')}
          confirm={t('clear.withoutConfirm')}
          also={{ label: t('clear.again'), act: () => clear(place) }}
          onConfirm={() => clear('none')}
          onClose={onClose}
        >
          <Banner look="danger" alert className="rounded-lg">
            <p className="font-medium">{t('clear.failed')}</p>
            <FailureText failure={task.failure} />
          </Banner>
        </TypedConfirmation>
      ) : known && isSure ? (
        <TypedConfirmation
          key="name"
          text={t('clear.last', { name: known.name })}
          hint={t('clear.lastHint')}
          field={t('clear.name')}
          words={known.name}
          confirm={t('clear.confirm')}
          onConfirm={() => clear(place)}
          onClose={onClose}
        />
      ) : known ? (
        <ClearContents
          {...known}
          place={place}
          onPlace={setPlace}
          onNext={() => setIsSure(true)}
          onClose={onClose}
        />
      ) : (
        <div className="min-h-24 px-5 py-4">
          {unknown ? (
            <Banner look="danger" alert className="rounded-lg">
              <FailureText failure={unknown} />
            </Banner>
          ) : (
            <p role="status" className="flex items-center gap-2 text-muted-foreground">
              <Spinner />
              {t('clear.counting')}
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}

async function look(): Promise<Result<Known>> {
  const [contents, info] = await Promise.all([call('space.contents'), call('app.info')])
  if (!contents.ok) return contents
  if (!info.ok) return info
  return { ok: true, value: { contents: contents.value, name: info.value.profile.name } }
}
