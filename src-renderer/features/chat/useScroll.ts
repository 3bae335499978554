import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual'
import type { Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useConversations } from '../../stores/conversations'
import { useFound } from '../../stores/found'
import { useMessages } from '../../stores/messages'
import type { Thread } from '../../stores/thread'
import { keptRow } from './useMessageKeys'
import { PLACE_KEPT, useReaderHand } from './useReaderHand'

const AT_END = 48
const SAVE_AFTER = 400
/** Frames in which a chat has been drawn and measured, and after which it is left as it is in any case. */
const FIRST = 2
const TURNS = 300

/** Opens where the reader left, follows a growing end only while the reader is there, saves the place. */
export function useScroll(
  conversationId: string,
  thread: Thread,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const [atEnd, setAtEnd] = useState(true)
  const [news, setNews] = useState(false)
  const placed = useRef(false)
  /** The same as `atEnd`, for what happens between two drawings. */
  const followed = useRef(true)
  const scrolling = useReaderHand(scroller)
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined)

  // Another function makes the list measure all its rows again, which in a long chat costs every frame.
  const { ids, total } = thread
  const unsent = thread.unsent?.id
  const getItemKey = useCallback(
    (index: number) => ids[index] ?? (index === total ? (unsent ?? index) : index),
    [ids, total, unsent],
  )

  const virtualizer = useVirtualizer({
    count: total + (unsent ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => 160,
    getItemKey,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END,
    overscan: 4,
    paddingStart: 8,
    paddingEnd: 24,
    rangeExtractor: (range: Range) => withKept(range, keptRow()),
    onChange(instance) {
      if (!placed.current) return
      const { range } = instance
      if (range) {
        useMessages.getState().watch(conversationId, range.startIndex, range.endIndex)
      }
      const end = instance.isAtEnd(AT_END)
      if (end || scrolling()) follow(end)
    },
  })

  function follow(end: boolean) {
    followed.current = end
    setAtEnd(end)
    if (end) setNews(false)
  }

  const save = useCallback(() => {
    clearTimeout(saving.current)
    saving.current = undefined
    if (!placed.current) return
    const first = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0)
    const { threads } = useMessages.getState()
    const messageId = first && threads[conversationId]?.ids[first.index]
    const { byId, update } = useConversations.getState()
    const before = byId[conversationId]
    if (!before) return
    const scroll =
      virtualizer.isAtEnd(AT_END) || !messageId
        ? null
        : { messageId, offset: Math.round((virtualizer.scrollOffset ?? 0) - first.start) }
    if (JSON.stringify(scroll) === JSON.stringify(before.scroll)) return
    void update(conversationId, { scroll })
  }, [conversationId, virtualizer])

  // The place is found once; then scrolling belongs to the reader.
  useLayoutEffect(() => {
    let gone = false
    const scroll = useConversations.getState().byId[conversationId]?.scroll
    const over = () => gone || scrolling()
    async function settle() {
      // Who comes for a certain message is led there.
      if (useFound.getState().target?.conversationId === conversationId) return
      const at = scroll ? await useMessages.getState().find(conversationId, scroll.messageId) : null
      if (gone) return
      if (scroll && at !== null) {
        followed.current = false
        setAtEnd(false)
        virtualizer.scrollToIndex(at, { align: 'start' })
        // A large reply changes its height while it is drawn in turns: the place is kept until that is over.
        for (let frame = 0; frame < TURNS && !over(); frame += 1) {
          await new Promise(requestAnimationFrame)
          const start = virtualizer.getOffsetForIndex(at, 'start')?.[0]
          if (start !== undefined) virtualizer.scrollToOffset(start + scroll.offset)
          scroller.current?.dispatchEvent(new Event(PLACE_KEPT))
          placed.current = true
          if (frame > FIRST && !scroller.current?.querySelector('[aria-busy]')) break
        }
        placed.current = true
      } else {
        virtualizer.scrollToEnd()
        placed.current = true
      }
    }
    void settle()
    return () => {
      gone = true
    }
  }, [conversationId, virtualizer, scroller, scrolling])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      clearTimeout(saving.current)
      saving.current = setTimeout(save, SAVE_AFTER)
    }
    // A composer that grows, or a narrower window, must not hide the end from a reader who is there.
    const observer = new ResizeObserver(() => {
      if (placed.current && followed.current) virtualizer.scrollToEnd()
    })
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      if (saving.current) save()
    }
  }, [scroller, virtualizer, save])

  // Sending brings the reader to the end; what others add only leaves a mark.
  useEffect(() => {
    if (!unsent) return
    followed.current = true
    setAtEnd(true)
    virtualizer.scrollToEnd()
  }, [unsent, virtualizer])
  const last = ids[total - 1]
  useEffect(() => {
    if (!placed.current) return
    if (followed.current) virtualizer.scrollToEnd()
    else setNews(true)
  }, [last, virtualizer])

  /** For what leads the reader to a place of its own: the end is not followed any more. */
  const hold = useCallback(() => {
    placed.current = true
    followed.current = false
    setAtEnd(false)
  }, [])

  function toEnd() {
    follow(true)
    virtualizer.scrollToEnd()
  }

  return { virtualizer, atEnd, news, toEnd, hold }
}

export type MessageVirtualizer = ReturnType<typeof useScroll>['virtualizer']

/** The row with the focus stays in the page however far it is scrolled away. */
function withKept(range: Range, kept: number | null) {
  const rows = defaultRangeExtractor(range)
  if (kept === null || kept >= range.count || rows.includes(kept)) return rows
  return [...rows, kept].sort((a, b) => a - b)
}
