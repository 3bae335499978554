import { useEffect } from 'react'
import type { RefObject } from 'react'
import { useFound } from '../../stores/found'
import type { Target } from '../../stores/found'
import { useMessages } from '../../stores/messages'
import { emptyThread, positionOf } from '../../stores/thread'
import type { MessageVirtualizer } from '../chat/useScroll'
import { settle } from './settle'

/** Changes of a branch after which a message that still is not on it will not come. */
const CHANGES = 20

/** Brings the chat to the message that a search or the find bar leads to. */
export function useLanding(
  conversationId: string,
  virtualizer: MessageVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  hold: () => void,
) {
  const target = useFound((state) =>
    state.target?.conversationId === conversationId ? state.target : null,
  )

  useEffect(() => {
    const element = scroller.current
    if (!target || !element) return
    let gone = false
    let taken = false
    const take = () => {
      taken = true
    }
    // The reader's own hand always wins.
    const hands = ['wheel', 'pointerdown', 'touchstart'] as const
    for (const hand of hands) element.addEventListener(hand, take, { passive: true })

    async function land(to: Target, inside: HTMLDivElement) {
      hold()
      const there = await reach(to, () => gone)
      if (gone) return
      // A chat that was opened for it has to show something else then.
      if (!there && to.focus) virtualizer.scrollToEnd()
      const article = there
        ? await settle(to, {
            scroller: inside,
            approach: () => approach(to, virtualizer),
            move: (by) => virtualizer.scrollBy(by),
            over: () => gone || taken,
          })
        : null
      if (gone) return
      if (article && to.focus) focus(article)
      useFound.getState().landed(to)
    }
    void land(target, element)
    return () => {
      gone = true
      for (const hand of hands) element.removeEventListener(hand, take)
    }
  }, [target, virtualizer, scroller, hold])
}

/** Makes sure that the branch with the message is shown and read. Says whether there is one. */
async function reach({ conversationId, messageId }: Target, gone: () => boolean) {
  const { find, show } = useMessages.getState()
  if ((await find(conversationId, messageId)) !== null) return true
  let changed = threadChange(conversationId)
  if (gone() || !(await show(messageId))) return false
  for (let times = 0; times < CHANGES && !gone(); times += 1) {
    await changed
    changed = threadChange(conversationId)
    if ((await find(conversationId, messageId)) !== null) return true
  }
  return false
}

function approach({ conversationId, messageId }: Target, virtualizer: MessageVirtualizer) {
  const { threads, find } = useMessages.getState()
  const at = positionOf(threads[conversationId] ?? emptyThread, messageId)
  if (at !== undefined) virtualizer.scrollToIndex(at, { align: 'start' })
  // A branch that was read again meanwhile may have let go of it.
  else void find(conversationId, messageId)
}

function threadChange(conversationId: string) {
  return new Promise<void>((resolve) => {
    const before = useMessages.getState().threads[conversationId]
    const stop = useMessages.subscribe(({ threads }) => {
      if (threads[conversationId] === before) return
      stop()
      resolve()
    })
  })
}

/** The ring shows where one has come to, also after a click. */
function focus(article: HTMLElement) {
  article.dataset.landed = ''
  article.addEventListener('blur', () => delete article.dataset.landed, { once: true })
  article.focus({ preventScroll: true })
}
