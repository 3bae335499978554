import { useEffect, useRef, useState } from 'react'
import type { DragEvent } from 'react'

/**
 * Takes files that are dropped on an element; `over` while they are above it. What is dragged within the
 * window is left to others.
 */
export function useFileDrop(onFiles: (files: readonly File[]) => unknown) {
  const [over, setOver] = useState(false)
  // Entering a child leaves its parent: only the last one out ends it.
  const depth = useRef(0)

  function set(next: number) {
    depth.current = Math.max(0, next)
    setOver(depth.current > 0)
  }

  // A drag that ends elsewhere leaves nothing behind.
  useEffect(() => {
    const end = () => {
      depth.current = 0
      setOver(false)
    }
    window.addEventListener('dragend', end)
    window.addEventListener('drop', end)
    return () => {
      window.removeEventListener('dragend', end)
      window.removeEventListener('drop', end)
    }
  }, [])

  const handlers = {
    onDragEnter: (event: DragEvent) => holdsFiles(event) && set(depth.current + 1),
    onDragLeave: (event: DragEvent) => holdsFiles(event) && set(depth.current - 1),
    onDragOver(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      void onFiles([...event.dataTransfer.files])
    },
  }
  return { over, handlers }
}

function holdsFiles({ dataTransfer }: DragEvent) {
  return dataTransfer.types.includes('Files')
}
