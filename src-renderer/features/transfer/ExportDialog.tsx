import type { ExportChoice, ExportFormat, ExportScope, Switch } from '@contract/transfer'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useTransfer } from '../../stores/transfer'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Segmented } from '../../ui/Segmented'
import { ExportContents } from './ExportContents'
import { ExportFormats } from './ExportFormats'
import { ExportSwitches } from './ExportSwitches'
import { SWITCHES } from '../../stores/switches'
import { runExport } from './runExport'

const FORMATS = ['json', 'llamacpp', 'litechat', 'markdown', 'html', 'pdf'] as const
const FOR_READING: readonly ExportFormat[] = ['markdown', 'html', 'pdf']
const BRANCHES = ['all', 'shown'] as const

/** Keys are in a file only where that is chosen. */
const WITHOUT_KEYS: readonly Switch[] = SWITCHES.filter((each) => each !== 'apiKeys')

/** Asks in which form, and says what the file will hold; where to is asked by the system's own dialog. */
export default function ExportDialog({ scope }: { scope: ExportScope }) {
  const { t } = useTranslation(['transfer', 'common'])
  const [format, setFormat] = useState<ExportFormat>('json')
  const [branches, setBranches] = useState<ExportChoice['branches']>('all')
  const [only, setOnly] = useState<readonly Switch[]>(WITHOUT_KEYS)
  const first = useRef<HTMLElement>(null)
  const branchesId = useId()
  const about = useAbout(scope)
  const hasSwitches = format === 'litechat' && 'all' in scope
  const isNothing = hasSwitches && only.length === 0
  const choice = {
    scope,
    format,
    branches: FOR_READING.includes(format) ? branches : 'all',
    ...(hasSwitches && { only: [...only], withKeys: only.includes('apiKeys') }),
  } as const
  const close = () => useTransfer.getState().askExport(null)

  return (
    <Dialog
      open
      title={t('dialog.title')}
      description={about}
      size="w-[34rem]"
      initialFocus={first}
      onClose={close}
    >
      <div className="min-h-0 overflow-y-auto px-5 py-4">
        <ExportFormats
          formats={FORMATS.filter((each) => each !== 'pdf' || 'ids' in scope)}
          value={format}
          onChange={setFormat}
          firstRef={first}
        />
        {FOR_READING.includes(format) && (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p id={branchesId} className="font-medium">
              {t('dialog.branches')}
            </p>
            <Segmented
              labelId={branchesId}
              hintId={undefined}
              value={branches}
              options={BRANCHES.map((value) => ({ value, label: t(`dialog.branchesOf.${value}`) }))}
              onChange={setBranches}
            />
          </div>
        )}
        {hasSwitches && <ExportSwitches value={only} onChange={setOnly} />}
        {!isNothing && <ExportContents choice={choice} />}
      </div>
      <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button
          look="primary"
          disabled={isNothing}
          onClick={() => {
            close()
            void runExport(choice)
          }}
        >
          {t('dialog.run')}
        </Button>
      </div>
    </Dialog>
  )
}

/** The chat's title where it is one, else how many or which they are. */
function useAbout(scope: ExportScope) {
  const { t } = useTranslation('transfer')
  const byId = useConversations((state) => state.byId)
  const projects = useLibrary((state) => state.projects)
  if ('all' in scope) return t('dialog.ofAll')
  if ('projectId' in scope) return t('dialog.ofProject', { name: projects[scope.projectId]?.name })
  const count = scope.ids.length
  const [only = ''] = scope.ids
  return (count === 1 && byId[only]?.title) || t('conversations', { count })
}
