import { useEffect } from 'react'
import type { RefObject } from 'react'
import { useFound } from '../../stores/found'
import { rangesIn } from './ranges'

/** How many times as long as a marking took nothing is marked again. */
const PAUSE = 8

/** Marks the words that were found in what is drawn of a chat, and again whenever more is drawn. */
export function useMarks(conversationId: string, scroller: RefObject<HTMLElement | null>) {
  const marks = useFound((state) =>
    state.marks?.conversationId === conversationId ? state.marks : null,
  )

  useEffect(() => {
    const element = scroller.current
    if (!element || !marks) return
    const { words, current } = marks
    let timer: ReturnType<typeof setTimeout> | undefined
    let pause = 0
    function paint() {
      const began = performance.now()
      const all: Range[] = []
      const chosen: Range[] = []
      for (const article of element?.querySelectorAll<HTMLElement>('[data-message-id]') ?? []) {
        const content = contentOf(article)
        const ranges = content ? rangesIn(content, words) : []
        all.push(...ranges)
        if (!current || article.dataset.messageId !== current.messageId) continue
        const range = ranges[Math.min(current.at, ranges.length - 1)]
        if (range) chosen.push(range)
      }
      CSS.highlights.set('found', new Highlight(...all))
      // What is set later lies above.
      const stronger = new Highlight(...chosen)
      stronger.priority = 1
      CSS.highlights.set('found-current', stronger)
      // While a large reply is drawn in turns it changes with each frame: what takes long is done less often.
      pause = (performance.now() - began) * PAUSE
      timer = undefined
    }
    paint()
    const observer = new MutationObserver(() => {
      timer ??= setTimeout(paint, pause)
    })
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    return () => {
      observer.disconnect()
      clearTimeout(timer)
      CSS.highlights.delete('found')
      CSS.highlights.delete('found-current')
    }
  }, [marks, scroller])
}

/** What a message says, without its author, its state and its buttons. */
export function contentOf(article: Element) {
  return article.querySelector('[data-content]')
}
