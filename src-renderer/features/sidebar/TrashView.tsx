import { useVirtualizer } from '@tanstack/react-virtual'
import { Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { trashList, useConversations } from '../../stores/conversations'
import { useSettings } from '../../stores/settings'
import { inTrash } from '../../stores/filters'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Page } from '../../ui/Page'
import { writeBytes } from '../settings/bytes'
import { useTrashSize } from '../space/useTrashSize'
import { TrashItem } from './TrashItem'

const ITEM = 60

export function TrashView() {
  const { t, i18n } = useTranslation(['sidebar', 'space'])
  const trash = useConversations(trashList)
  const [purging, setPurging] = useState<string | null>(null)
  /** The number in the question has to be the true one, so all of the trash is read before it. */
  const [emptying, setEmptying] = useState(false)
  const size = useTrashSize(emptying)
  const days = useSettings((state) => state.value?.trashDays ?? null)
  const doomed = useConversations((state) => (purging ? state.byId[purging] : undefined))
  const loadMore = useConversations((state) => state.loadMore)
  const purge = useConversations((state) => state.purge)
  const emptyTrash = useConversations((state) => state.emptyTrash)

  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const virtualizer = useVirtualizer({
    count: trash.ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ITEM,
    getItemKey: (index) => trash.ids[index] ?? index,
    scrollMargin: list.current?.offsetTop ?? 0,
    overscan: 8,
  })
  const shown = virtualizer.getVirtualItems()

  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    const near = last >= trash.ids.length - 20 || emptying
    if (!trash.loaded || (trash.next && near)) void loadMore(inTrash)
  }, [trash, last, emptying, loadMore])

  return (
    <Page
      title={t('trashPage.title')}
      back={t('trashPage.back')}
      onBack={() => useView.getState().showPage('chat')}
      actions={
        <Button look="danger" disabled={trash.ids.length === 0} onClick={() => setEmptying(true)}>
          {t('trashPage.emptyTrash')}
        </Button>
      }
    >
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-[46rem] px-6 py-5">
          <p className="text-muted-foreground">
            {days === null ? t('trashPage.hint') : t('space:trashHintDays', { count: days })}
          </p>
          {trash.loaded && trash.ids.length === 0 ? (
            <div className="flex flex-col items-center gap-3 py-20 text-muted-foreground">
              <Trash2 size={28} strokeWidth={1.25} aria-hidden />
              <p>{t('trashPage.empty')}</p>
            </div>
          ) : (
            <ul
              ref={list}
              className="relative mt-4 border-t border-border"
              style={{ height: virtualizer.getTotalSize() }}
            >
              {shown.map(({ index, key, start }) => (
                <TrashItem
                  key={key}
                  id={trash.ids[index] ?? ''}
                  index={index}
                  top={start - virtualizer.options.scrollMargin}
                  measure={virtualizer.measureElement}
                  onPurge={setPurging}
                />
              ))}
            </ul>
          )}
        </div>
      </div>
      <ConfirmDialog
        open={emptying}
        title={
          trash.next
            ? t('trashPage.counting')
            : t('trashPage.confirmAll', { count: trash.ids.length })
        }
        confirm={t('trashPage.emptyTrash')}
        disabled={trash.next !== null}
        onConfirm={() => void emptyTrash()}
        onClose={() => setEmptying(false)}
      >
        {t('trashPage.confirmAllText')}
        {size !== null && (
          <p className="mt-2">{t('space:trashSize', { size: writeBytes(size, i18n.language) })}</p>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        open={doomed !== undefined}
        title={t('trashPage.confirmOne', { title: doomed?.title || t('untitled') })}
        confirm={t('trashPage.purge')}
        onConfirm={() => purging && void purge([purging])}
        onClose={() => setPurging(null)}
      >
        {t('trashPage.confirmOneText', { count: doomed?.messageCount ?? 0 })}
      </ConfirmDialog>
    </Page>
  )
}
