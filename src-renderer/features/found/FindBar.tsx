import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { numbersOf, useFind } from '../../stores/find'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { isComposing } from '../chat/sendKey'
import { focusComposer } from '../chat/openChat'
import { useMenuKeys } from '../shortcuts/commands'
import { FIND_BOX, focusFindBox } from './find'
import { seqOnScreen } from './onScreen'

/** Finds words in the open chat, in all its messages, whether they are drawn or not. */
export function FindBar() {
  const { t } = useTranslation('search')
  const menuKeys = useMenuKeys()
  const text = useFind((state) => state.text)
  const none = useFind((state) => state.matches.length === 0)
  const step = useFind((state) => state.step)
  const field = useRef<HTMLInputElement>(null)
  /** What had the focus before, and gets it back. */
  const before = useRef<Element | null>(null)

  useEffect(() => {
    before.current = document.activeElement
    focusFindBox()
    // The words of last time are still there, and mean this chat now.
    const find = useFind.getState()
    if (find.matches.length === 0 && find.text !== '') find.type(find.text, seqOnScreen())
  }, [])

  function close() {
    useFind.getState().close()
    const back = before.current
    if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus()
    else focusComposer()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event)) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === field.current) step(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      role="search"
      aria-label={t('find.label')}
      onKeyDown={onKeyDown}
      className="absolute top-2 right-4 left-4 z-20 ml-auto flex h-10 max-w-88 items-center gap-0.5 rounded-lg border border-border bg-popover pr-1 pl-3 shadow-popover"
    >
      <input
        ref={field}
        id={FIND_BOX}
        type="search"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        value={text}
        onChange={(event) => useFind.getState().type(event.target.value, seqOnScreen())}
        className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted-foreground [&::-webkit-search-cancel-button]:hidden"
      />
      <FindStatus />
      <IconButton
        label={t('find.previous')}
        keys={writeKeys(menuKeys('find-previous'))}
        icon={ChevronUp}
        disabled={none}
        onClick={() => step(-1)}
      />
      <IconButton
        label={t('find.next')}
        keys={writeKeys(menuKeys('find-next'))}
        icon={ChevronDown}
        disabled={none}
        onClick={() => step(1)}
      />
      <IconButton label={t('find.close')} keys="Esc" icon={X} onClick={close} />
    </div>
  )
}

function FindStatus() {
  const { t } = useTranslation('search')
  const typed = useFind((state) => state.text.trim() !== '')
  const searching = useFind((state) => state.searching)
  const matches = useFind((state) => state.matches)
  const current = useFind((state) => state.current)
  const { number, total } = numbersOf({ matches, current })
  const key = searching ? (number > 0 ? 'find.ofAtLeast' : 'searching') : 'find.of'
  return (
    <p role="status" className="shrink-0 px-2 text-sm text-muted-foreground tabular-nums">
      {!typed ? '' : total === 0 && !searching ? t('find.none') : t(key, { number, total })}
    </p>
  )
}
