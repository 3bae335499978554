import { shownList, useConversations } from '../../stores/conversations'
import { useFound } from '../../stores/found'
import { useMessages } from '../../stores/messages'
import { useNotices } from '../../stores/notices'
import { isMac, isMod } from '../../ui/platform'
import { openChat } from '../chat/openChat'
import { stepFind } from '../found/find'
import { backToResults, openSearch } from '../search/openSearch'

/**
 * The keys that no menu item has: Escape takes marks away or stops, F6 goes around, Mod+1 to Mod+9 open a
 * chat, F3 goes to the next match, Alt+Left back to the results.
 */
export function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  if (event.key === 'Escape') {
    if (!unmark() && !stop()) return
  } else if (event.key === 'F6') goAround(event.shiftKey ? -1 : 1)
  else if (event.key === 'F3' && !isMod(event)) stepFind(event.shiftKey ? -1 : 1)
  else if (isMod(event) && event.shiftKey && event.code === 'KeyF') openSearch()
  else if (event.altKey && event.key === 'ArrowLeft' && !isMod(event)) {
    // On a Mac this goes back by a word in a text.
    if ((isMac && inText()) || !backToResults()) return
  } else if (isMod(event) && /^[1-9]$/.test(event.key) && !event.shiftKey && !event.altKey) {
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

function popup() {
  return document.querySelector('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]')
}

/** Marks of a search go with Escape, before a reply is stopped by it. */
function unmark() {
  return !popup() && useFound.getState().clear()
}

/** Escape belongs to an open menu or dialog first. */
function stop() {
  const { openId } = useConversations.getState()
  if (popup() || !openId || !(openId in useMessages.getState().running)) return false
  void useMessages.getState().stop(openId)
  return true
}

/** From the sidebar to the results, or to the messages and the composer; or back. */
function goAround(step: number) {
  const regions = [
    ...document.querySelectorAll<HTMLElement>(
      '[data-region="sidebar"], #search-results, [role="log"], [data-region="composer"]',
    ),
  ]
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  const target =
    next?.querySelector<HTMLElement>(
      '[aria-current="true"], [role="option"][tabindex="0"], article[tabindex="0"], textarea',
    ) ?? next?.querySelector<HTMLElement>('button, [tabindex="0"]')
  target?.focus()
}
