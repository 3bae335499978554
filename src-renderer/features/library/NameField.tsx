import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'

/** Renames a project in place: Enter or leaving the field saves, Escape keeps the old name. */
export function NameField({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('library')
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
    useLibraryView.getState().rename(null)
    if (save && next && next !== name) void useLibrary.getState().updateProject(id, { name: next })
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    end(event.key === 'Enter')
    requestAnimationFrame(() => document.getElementById(`project-${id}`)?.focus())
  }

  return (
    <input
      ref={field}
      dir="auto"
      aria-label={t('projectName')}
      defaultValue={name}
      maxLength={200}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => end(true)}
      onKeyDown={onKeyDown}
      className="h-[26px] w-full min-w-0 rounded border border-ring bg-popover px-1.5 outline-none"
    />
  )
}
