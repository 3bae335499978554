import { shownList, useConversations } from '../../stores/conversations'
import { useMessages } from '../../stores/messages'
import { useNotices } from '../../stores/notices'
import { isMod } from '../../ui/keys'
import { openChat } from '../chat/openChat'

/** The keys that no menu item has: Escape stops, F6 goes around, Mod+1 to Mod+9 open a chat. */
export function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  if (event.key === 'Escape') {
    if (!stop()) return
  } else if (event.key === 'F6') goAround(event.shiftKey ? -1 : 1)
  else if (isMod(event) && /^[1-9]$/.test(event.key) && !event.shiftKey && !event.altKey) {
    const id = shownList(useConversations.getState()).ids[Number(event.key) - 1]
    if (id) openChat(id)
  } else if (isMod(event) && event.key === 'z' && !inText()) useNotices.getState().undoLast()
  else return
  event.preventDefault()
}

/** In a text field undo belongs to the text. */
function inText() {
  const field = document.activeElement
  if (field instanceof HTMLInputElement) return field.type !== 'checkbox'
  return field instanceof HTMLTextAreaElement
}

/** Escape belongs to an open menu or dialog first. */
function stop() {
  const { openId } = useConversations.getState()
  const popup = document.querySelector(
    '[role=dialog],[role=alertdialog],[role=menu],[role=listbox]',
  )
  if (popup || !openId || !(openId in useMessages.getState().running)) return false
  void useMessages.getState().stop(openId)
  return true
}

/** From the sidebar to the messages to the composer, or back. */
function goAround(step: number) {
  const regions = [
    ...document.querySelectorAll<HTMLElement>(
      '[data-region="sidebar"], [role="log"], [data-region="composer"]',
    ),
  ]
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  const target =
    next?.querySelector<HTMLElement>('[aria-current="true"], article[tabindex="0"], textarea') ??
    next?.querySelector<HTMLElement>('button, [tabindex="0"]')
  target?.focus()
}
