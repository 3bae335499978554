import { useEffect, useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { useDraftFiles } from '../../../stores/draftFiles'

/** Takes files that are dropped on an element; `over` while they are above it. */
export function useDrop(draft: string) {
  const [over, setOver] = useState(false)
  /** Each child that is entered says so, and each that is left. */
  const inside = useRef(0)

  // A drag that ends elsewhere leaves nothing behind.
  useEffect(() => {
    const end = () => {
      inside.current = 0
      setOver(false)
    }
    window.addEventListener('dragend', end)
    window.addEventListener('drop', end)
    return () => {
      window.removeEventListener('dragend', end)
      window.removeEventListener('drop', end)
    }
  }, [])

  function enter(by: number) {
    inside.current = Math.max(0, inside.current + by)
    setOver(inside.current > 0)
  }

  const handlers = {
    onDragEnter: (event: DragEvent) => holdsFiles(event) && enter(1),
    onDragLeave: (event: DragEvent) => holdsFiles(event) && enter(-1),
    onDragOver(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      document.getElementById('composer')?.focus()
      void useDraftFiles.getState().add(draft, [...event.dataTransfer.files])
    },
  }
  return { over, handlers }
}

function holdsFiles({ dataTransfer }: DragEvent) {
  return dataTransfer.types.includes('Files')
}
