import { useMessages } from '../../stores/messages'

/** The order of the first message in sight: a search in the chat begins there. */
export function seqOnScreen() {
  const scroller = document.querySelector('[role="log"]')
  const top = scroller?.getBoundingClientRect().top ?? 0
  const first = [...document.querySelectorAll<HTMLElement>('[data-message-id]')].find(
    (article) => article.getBoundingClientRect().bottom > top,
  )
  return useMessages.getState().byId[first?.dataset.messageId ?? '']?.seq ?? 0
}
