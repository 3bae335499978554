import { ArrowLeft, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { IconButton } from '../../ui/IconButton'
import { TrashItem } from './TrashItem'

export function TrashView() {
  const { t } = useTranslation('sidebar')
  const trash = useConversations((state) => state.trash)
  const [purging, setPurging] = useState<string | null>(null)
  const [emptying, setEmptying] = useState(false)
  const doomed = useConversations((state) => (purging ? state.byId[purging] : undefined))
  const loadMore = useConversations((state) => state.loadMore)
  const purge = useConversations((state) => state.purge)
  const emptyTrash = useConversations((state) => state.emptyTrash)

  // The number in the question has to be the true one, so the whole trash is read.
  useEffect(() => {
    if (!trash.loaded || trash.next) void loadMore('trash')
  }, [trash, loadMore])

  return (
    <section
      aria-label={t('trashPage.title')}
      data-region="main"
      className="flex min-h-0 flex-1 flex-col"
    >
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-border px-3">
        <IconButton
          label={t('trashPage.back')}
          icon={ArrowLeft}
          onClick={() => useView.getState().showPage('chat')}
        />
        <h1 className="flex-1 font-semibold">{t('trashPage.title')}</h1>
        <Button look="danger" disabled={trash.ids.length === 0} onClick={() => setEmptying(true)}>
          {t('trashPage.emptyTrash')}
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-[46rem] px-6 py-5">
          <p className="text-muted-foreground">{t('trashPage.hint')}</p>
          {trash.loaded && trash.ids.length === 0 ? (
            <div className="flex flex-col items-center gap-3 py-20 text-muted-foreground">
              <Trash2 size={28} strokeWidth={1.25} aria-hidden />
              <p>{t('trashPage.empty')}</p>
            </div>
          ) : (
            <ul className="mt-4 divide-y divide-border border-y border-border">
              {trash.ids.map((id) => (
                <TrashItem key={id} id={id} onPurge={setPurging} />
              ))}
            </ul>
          )}
        </div>
      </div>
      <ConfirmDialog
        open={emptying}
        title={t(trash.next ? 'trashPage.confirmMany' : 'trashPage.confirmAll', {
          count: trash.ids.length,
        })}
        confirm={t('trashPage.emptyTrash')}
        onConfirm={() => void emptyTrash()}
        onClose={() => setEmptying(false)}
      >
        {t('trashPage.confirmAllText')}
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
    </section>
  )
}
