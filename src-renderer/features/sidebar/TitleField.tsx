import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useView } from '../../stores/view'

interface Props {
  id: string
  className?: string
  /** Where the focus goes when the title has been given. */
  onDone: () => void
}

/** Renames in place: Enter or leaving the field saves, Escape keeps the old title. */
export function TitleField({ id, className = '', onDone }: Props) {
  const { t } = useTranslation('sidebar')
  const title = useConversations((state) => state.byId[id]?.title ?? '')
  const field = useRef<HTMLInputElement>(null)
  const ended = useRef(false)

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  function end(save: boolean) {
    // Removing the focused field blurs it, which must not save what Escape gave up.
    if (ended.current) return
    ended.current = true
    const next = field.current?.value.trim() ?? ''
    useView.getState().rename(null)
    if (save && next && next !== title) {
      void useConversations.getState().update(id, { title: next })
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    end(event.key === 'Enter')
    onDone()
  }

  return (
    <input
      ref={field}
      dir="auto"
      aria-label={t('titleField')}
      defaultValue={title}
      maxLength={500}
      onBlur={() => end(true)}
      onKeyDown={onKeyDown}
      className={`min-h-8 w-full rounded-md border border-ring bg-popover px-2 outline-none ${className}`}
    />
  )
}
