import { ArrowDown } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { emptyThread } from '../../stores/thread'
import { useLanding } from '../found/useLanding'
import { useMarks } from '../found/useMarks'
import { MessageItem } from './MessageItem'
import { Unsent } from './Unsent'
import { useMessageKeys } from './useMessageKeys'
import { useScroll } from './useScroll'

/** The visible branch: only what is on screen is drawn, only what was near it is read. */
export function MessageList({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('chat')
  const thread = useMessages((state) => state.threads[conversationId] ?? emptyThread)
  const busy = useMessages((state) => conversationId in state.running)
  const scroller = useRef<HTMLDivElement>(null)
  const { virtualizer, atEnd, news, toEnd, hold } = useScroll(conversationId, thread, scroller)
  const { tabStop, onKeyDown, onFocus, onBlur } = useMessageKeys(thread, virtualizer)
  useLanding(conversationId, virtualizer, scroller, hold)
  useMarks(conversationId, scroller)

  return (
    <div className="relative min-h-0 flex-1">
      {/* Live is off because scrolling also adds rows; the announcer says what is new. */}
      <div
        ref={scroller}
        role="log"
        aria-label={t('messages')}
        aria-busy={busy}
        aria-live="off"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onBlur={onBlur}
        className="h-full overflow-y-auto [overflow-anchor:none] [scrollbar-gutter:stable_both-edges] outline-none"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => {
            const id = thread.ids[row.index]
            return (
              <div
                key={row.key}
                ref={virtualizer.measureElement}
                data-index={row.index}
                className="absolute inset-x-0 top-0 px-6"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <div className="mx-auto max-w-[46rem]">
                  {id !== undefined ? (
                    <MessageItem
                      id={id}
                      last={row.index === thread.total - 1}
                      tabStop={id === tabStop}
                    />
                  ) : row.index === thread.total && thread.unsent ? (
                    <Unsent question={thread.unsent} />
                  ) : (
                    <div className="my-4 h-24 rounded-xl bg-muted/60" aria-hidden />
                  )}
                </div>
              </div>
            )
          })}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-border bg-popover pr-3.5 pl-2.5 shadow-popover select-none hover:bg-muted"
        >
          <ArrowDown size={15} aria-hidden />
          {t('jump')}
          {news && <span className="size-2 rounded-full bg-primary" />}
        </button>
      )}
    </div>
  )
}
