import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useConversations } from '../../stores/conversations'
import { useSelection } from '../../stores/selection'
import { isMod } from '../../ui/platform'
import { createTypeAhead, isLetter } from '../../ui/typeAhead'

interface Given {
  ids: readonly string[]
  focusRow: (id: string) => void
  remove: (id: string) => void
}

/** The keys of the list of conversations: moving, selecting, deleting, going to a title by its letters. */
export function useListKeys({ ids, focusRow, remove }: Given) {
  const typeAhead = useRef(createTypeAhead())

  function move(id: string, event: KeyboardEvent) {
    const at = ids.indexOf(id)
    const target = {
      ArrowDown: ids[at + 1],
      ArrowUp: ids[at - 1],
      Home: ids[0],
      End: ids.at(-1),
    }[event.key]
    if (!target) return false
    const { extendTo, anchorAt } = useSelection.getState()
    if (event.shiftKey) {
      if (useSelection.getState().ids.size === 0) anchorAt(id)
      extendTo(target, ids)
    } else anchorAt(target)
    focusRow(target)
    return true
  }

  function select(event: KeyboardEvent) {
    const selection = useSelection.getState()
    if (isMod(event) && event.key.toLowerCase() === 'a') selection.selectAll(ids)
    else if (event.key === 'Escape' && selection.ids.size > 0) selection.clear()
    else return false
    return true
  }

  function goTo(id: string, event: KeyboardEvent) {
    if (!isLetter(event)) return false
    const { byId } = useConversations.getState()
    const names = ids.map((each) => byId[each]?.title ?? '')
    const found = ids[typeAhead.current(event.key, names, ids.indexOf(id))]
    if (found) focusRow(found)
    return true
  }

  return (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement)) return
    const id = event.target.id.replace(/^(chat|select)-/, '')
    if (!ids.includes(id)) return
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey
    if (select(event)) event.stopPropagation()
    else if (plain && event.key === 'Delete') remove(id)
    else if (!(plain && (move(id, event) || goTo(id, event)))) return
    event.preventDefault()
  }
}
