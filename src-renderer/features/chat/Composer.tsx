import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useDrafts } from '../../stores/drafts'
import { useMessages } from '../../stores/messages'
import { Tooltip } from '../../ui/Tooltip'
import { editLastOwn } from './editLastOwn'
import { ModelPicker } from './ModelPicker'
import { isComposing, sends } from './sendKey'
import { useComposerHeight } from './useComposerHeight'
import { modelToBeginWith } from './useModel'

const round =
  'flex size-8 shrink-0 items-center justify-center rounded-full bg-primary text-primary-foreground hover:bg-primary-hover disabled:bg-muted disabled:text-muted-foreground'

export function Composer({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat')
  const draft = conversationId ?? 'new'
  const text = useDrafts((state) => state.texts[draft] ?? '')
  const running = useMessages((state) => conversationId !== null && conversationId in state.running)
  const unsent = useMessages(
    (state) => conversationId !== null && state.threads[conversationId]?.unsent != null,
  )
  const field = useRef<HTMLTextAreaElement>(null)
  const sendable = text.trim() !== '' && !running && !unsent
  const load = useDrafts((state) => state.load)
  const edit = useDrafts((state) => state.edit)
  const flush = useDrafts((state) => state.flush)
  const box = useComposerHeight()

  useEffect(() => {
    void load(draft)
    field.current?.focus()
    const hidden = () => document.visibilityState === 'hidden' && void flush()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      void flush()
    }
  }, [draft, load, flush])

  function send() {
    if (sendable) void useMessages.getState().send(modelToBeginWith())
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event)) return
    if (event.key === 'ArrowUp' && text === '' && conversationId && !running) {
      if (editLastOwn(conversationId)) event.preventDefault()
    }
    if (!sends(event)) return
    event.preventDefault()
    send()
  }

  return (
    <div ref={box} data-region="composer" className="shrink-0 px-4 pb-4">
      <div className="mx-auto max-w-[48rem] rounded-2xl border border-input/40 bg-popover shadow-xs focus-within:border-input">
        <textarea
          ref={field}
          id="composer"
          dir="auto"
          rows={1}
          aria-label={t('message')}
          placeholder={t('placeholder')}
          value={text}
          onChange={(event) => edit(draft, event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void flush()}
          className="message-size block max-h-[40vh] min-h-12 w-full resize-none overflow-y-auto bg-transparent px-4 pt-3 pb-1 field-sizing-content outline-none placeholder:text-muted-foreground"
        />
        <div className="flex items-center gap-2 px-2 pb-2">
          <div className="min-w-0 flex-1">
            <ModelPicker />
          </div>
          {running && conversationId ? (
            <Tooltip text={t('stopTip')} keys="Esc" side="top">
              <button
                type="button"
                aria-label={t('stop')}
                className={round}
                onClick={() => {
                  field.current?.focus()
                  void useMessages.getState().stop(conversationId)
                }}
              >
                <Square size={13} fill="currentColor" aria-hidden />
              </button>
            </Tooltip>
          ) : (
            <button
              type="button"
              aria-label={t('send')}
              disabled={!sendable}
              className={round}
              onClick={() => {
                field.current?.focus()
                send()
              }}
            >
              <ArrowUp size={17} aria-hidden />
            </button>
          )}
        </div>
      </div>
    </div>
  )
}
