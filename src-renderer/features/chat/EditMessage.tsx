import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { isComposing, sends } from './sendKey'

/** Changes an own message in place. What is sent becomes a new version beside the old one. */
export function EditMessage({ id }: { id: string }) {
  const { t } = useTranslation(['chat', 'attachments', 'common'])
  const text = useView((state) => state.editing?.text ?? '')
  const hasFiles = useMessages(
    ({ byId }) => byId[id]?.parts.some(({ type }) => type === 'attachment') ?? false,
  )
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const edit = useView((state) => state.edit)

  const sendable = text.trim() !== '' && !sending

  useEffect(() => {
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])

  function close() {
    edit(null)
    focusArticle(id)
  }

  async function send() {
    setSending(true)
    const sent = await useMessages.getState().edit(id, text)
    setSending(false)
    if (sent) edit(null)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event)) return
    if (event.key === 'Escape') close()
    else if (!sends(event)) return
    else if (sendable) void send()
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="own-message ring-1 ring-ring">
      <textarea
        ref={field}
        dir="auto"
        aria-label={t('edit.field')}
        value={text}
        onChange={(event) => edit({ id, text: event.target.value })}
        onKeyDown={onKeyDown}
        className="block max-h-[50vh] w-full resize-none bg-transparent field-sizing-content outline-none"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2 text-base">
        <p className="min-w-40 flex-1 text-xs text-muted-foreground">
          {t('edit.hint')} {hasFiles && t('attachments:stay')}
        </p>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button look="primary" disabled={!sendable} onClick={() => void send()}>
          {t('edit.send')}
        </Button>
      </div>
    </div>
  )
}

function focusArticle(id: string) {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-message-id="${id}"]`)?.focus(),
  )
}
