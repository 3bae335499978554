import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST, useDraftFiles } from '../../stores/draftFiles'
import type { DraftFile } from '../../stores/draftFiles'
import { useDrafts } from '../../stores/drafts'
import { useMessages } from '../../stores/messages'
import { Tooltip } from '../../ui/Tooltip'
import { editLastOwn } from './editLastOwn'
import { AttachButton } from './files/AttachButton'
import { DraftFiles } from './files/DraftFiles'
import { pasteInto } from './files/paste'
import { ModelPicker } from './ModelPicker'
import { isComposing, sends } from './sendKey'
import { useComposerHeight } from './useComposerHeight'
import { modelToBeginWith } from './useModel'

const round =
  'flex size-8 shrink-0 items-center justify-center rounded-full bg-primary text-primary-foreground hover:bg-primary-hover disabled:bg-muted disabled:text-muted-foreground'

const none: readonly DraftFile[] = []

export function Composer({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat')
  const draft = conversationId ?? 'new'
  const text = useDrafts((state) => state.texts[draft] ?? '')
  const running = useMessages((state) => conversationId !== null && conversationId in state.running)
  const unsent = useMessages(
    (state) => conversationId !== null && state.threads[conversationId]?.unsent != null,
  )
  const field = useRef<HTMLTextAreaElement>(null)
  const files = useDraftFiles((state) => state.files[draft] ?? none)
  const saving = files.some(({ saved }) => saved === null)
  const sendable = (text.trim() !== '' || files.length > 0) && !saving && !running && !unsent
  const load = useDrafts((state) => state.load)
  const edit = useDrafts((state) => state.edit)
  const flush = useDrafts((state) => state.flush)
  const loadFiles = useDraftFiles((state) => state.load)
  const box = useComposerHeight()

  useEffect(() => {
    void load(draft)
    void loadFiles(draft)
    field.current?.focus()
    const hidden = () => document.visibilityState === 'hidden' && void flush()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      void flush()
    }
  }, [draft, load, loadFiles, flush])

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
        <DraftFiles draft={draft} files={files} />
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
          onPaste={(event) => pasteInto(draft, event)}
          onBlur={() => void flush()}
          className="message-size block max-h-[40vh] min-h-12 w-full resize-none overflow-y-auto bg-transparent px-4 pt-3 pb-1 field-sizing-content outline-none placeholder:text-muted-foreground"
        />
        <div className="flex items-center gap-1 px-2 pb-2">
          <AttachButton draft={draft} full={files.length >= MOST} />
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
