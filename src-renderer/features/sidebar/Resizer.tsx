import { useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'

const MIN = 180
const MAX = 640
const STEP = 16

/** The edge of the sidebar, moved with the pointer or with the arrow keys. */
export function Resizer({ width }: { width: number }) {
  const { t } = useTranslation('sidebar')
  const edge = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)

  // While it moves only the page changes; the setting is written once, at the end.
  function show(next: number) {
    const clamped = Math.round(Math.min(MAX, Math.max(MIN, next)))
    const sidebar = edge.current?.closest<HTMLElement>('[data-sidebar]')
    sidebar?.style.setProperty('width', `min(${clamped}px, 60vw)`)
    setDragged(clamped)
    return clamped
  }

  function save(next: number) {
    setDragged(null)
    if (next !== width) void useSettings.getState().update({ sidebarWidth: next })
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) show(event.clientX)
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = {
      ArrowLeft: width - STEP,
      ArrowRight: width + STEP,
      Home: MIN,
      End: MAX,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    save(show(next))
  }

  return (
    <div
      ref={edge}
      role="separator"
      tabIndex={0}
      aria-label={t('resize')}
      aria-orientation="vertical"
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={dragged ?? width}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => dragged !== null && save(dragged)}
      onDoubleClick={() => save(show(260))}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-[3px] after:w-0.5 hover:after:bg-primary/50 focus-visible:outline-none focus-visible:after:bg-primary"
    />
  )
}
