import { useConversations } from '../../stores/conversations'
import { useFind } from '../../stores/find'
import { useView } from '../../stores/view'
import { focusBox } from '../search/openSearch'

export const FIND_BOX = 'find-box'

/** Opens the find bar of the open chat; in the search page the field there is meant. */
export function find() {
  const { openId } = useConversations.getState()
  const { page } = useView.getState()
  if (page === 'search') focusBox()
  else if (page === 'chat' && openId) {
    useFind.getState().open(openId)
    focusFindBox()
  }
}

/** To the next match or the one before; a bar that is closed opens with the words of last time. */
export function stepFind(by: 1 | -1) {
  const { conversationId, step } = useFind.getState()
  if (conversationId === null) find()
  else step(by)
}

export function focusFindBox() {
  const box = document.getElementById(FIND_BOX)
  box?.focus()
  if (box instanceof HTMLInputElement) box.select()
}
