import { useFound } from '../../stores/found'
import { useSearch } from '../../stores/search'
import { useView } from '../../stores/view'
import { focusComposer } from '../chat/openChat'

/** There is one field for it in the window: in the sidebar, or in the page where that is hidden. */
export const BOX = 'search-box'

/** Goes to the search, with what was searched for last. */
export function openSearch() {
  // The field takes the focus, not the result that had it.
  useSearch.getState().keepPlace({ option: null })
  useView.getState().showPage('search')
  focusBox()
}

/** At once where it stands already, so that nothing typed meanwhile is lost; else with its page. */
export function focusBox() {
  if (!takeFocus()) requestAnimationFrame(takeFocus)
}

function takeFocus() {
  const box = document.getElementById(BOX)
  if (!(box instanceof HTMLInputElement)) return false
  box.focus()
  box.select()
  return true
}

export function closeSearch() {
  useView.getState().showPage('chat')
  focusComposer()
}

/** From a chat that was opened by a result back to the results, which stand as they were left. */
export function backToResults() {
  if (!canGoBack()) return false
  useFound.getState().clear()
  useView.getState().showPage('search')
  return true
}

function canGoBack() {
  return (
    useView.getState().page === 'chat' &&
    useFound.getState().opened !== null &&
    useSearch.getState().hits.length > 0
  )
}
