import type { Category, OpenedBackup, RestoreWish, Tally } from '@contract/backup'
import type { Failure } from '@contract/errors'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { ModeChoice } from './ModeChoice'
import { RestoreRows } from './RestoreRows'
import { CATEGORIES, usePreview } from './usePreview'
import { Passphrase } from './Passphrase'

interface Props {
  opened: OpenedBackup
  onCancel: () => void
  onRestore: (choice: Omit<RestoreWish, 'jobId'>) => void
}

/** What is in a backup, what restoring it would do, and what of it is wanted. */
export function RestoreChoice({ opened, onCancel, onRestore }: Props) {
  const { t } = useTranslation(['backup', 'common'])
  const isMerge = opened.kind === 'profile'
  // The settings that are in use were chosen here.
  const [left, setLeft] = useState<readonly Category[]>(isMerge ? ['settings'] : [])
  const [replaced, setReplaced] = useState<readonly Category[]>([])
  const [passphrase, setPassphrase] = useState('')
  const [refusal, setRefusal] = useState<Failure | null>(null)
  const [checking, setChecking] = useState(false)
  const replace = replaced.filter((category) => !left.includes(category))
  const { tallies, isCurrent, failure } = usePreview(replace)
  const full = CATEGORIES.filter((category) => isInBackup(tallies?.[category]))
  const only = full.filter((category) => !left.includes(category))
  const mode = modeOf(full, replaced)

  async function restore() {
    const secret = passphrase === '' ? null : passphrase
    if (secret !== null && only.includes('apiKeys')) {
      setChecking(true)
      const opens = await call('backups.unlock', { passphrase: secret })
      setChecking(false)
      setRefusal(opens.ok ? null : opens.error)
      if (!opens.ok) return
    }
    onRestore({ only, replace: replace.filter((each) => only.includes(each)), passphrase: secret })
  }

  return (
    <>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4">
        {opened.kind === 'database' && (
          <p className="text-sm text-muted-foreground">{t('restore.ofDatabase')}</p>
        )}
        {isMerge ? (
          <p className="text-sm text-pretty">{t('merge.hint')}</p>
        ) : (
          <ModeChoice
            mode={mode}
            onChange={(next) => setReplaced(next === 'replace' ? full : [])}
          />
        )}
        {failure && (
          <Banner look="danger" alert className="rounded-lg">
            <FailureText failure={failure} />
          </Banner>
        )}
        {tallies ? (
          <RestoreRows
            tallies={tallies}
            isCurrent={isCurrent}
            full={full}
            chosen={only}
            replaced={replaced}
            canReplace={!isMerge}
            onChoose={(category, on) =>
              setLeft(on ? left.filter((each) => each !== category) : [...left, category])
            }
            onMode={(category, next) =>
              setReplaced([
                ...replaced.filter((each) => each !== category),
                ...(next === 'replace' ? [category] : []),
              ])
            }
          />
        ) : (
          !failure && (
            <p role="status" className="flex items-center gap-2 text-muted-foreground">
              <Spinner />
              {t('restore.counting')}
            </p>
          )
        )}
        {opened.hasKeys && only.includes('apiKeys') && (
          <Passphrase value={passphrase} onChange={setPassphrase} />
        )}
        {refusal && (
          <Banner look="danger" alert className="rounded-lg">
            <FailureText failure={refusal} />
          </Banner>
        )}
        <p className="text-sm text-pretty text-muted-foreground">
          {t(isMerge ? 'merge.undoable' : 'restore.undoable')}
        </p>
      </div>
      <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={onCancel}>{t('common:cancel')}</Button>
        <Button
          look="primary"
          disabled={only.length === 0 || !isCurrent || checking}
          onClick={() => void restore()}
        >
          {t(isMerge ? 'merge.run' : 'restore.run')}
        </Button>
      </div>
    </>
  )
}

function isInBackup(tally: Tally | undefined): boolean {
  if (!tally) return false
  return tally.adds + tally.updates + tally.identical + tally.conflicts > 0
}

function modeOf(full: readonly Category[], replaced: readonly Category[]) {
  if (replaced.length === 0) return 'merge'
  return full.every((category) => replaced.includes(category)) ? 'replace' : 'mixed'
}
