import { useRef, useState } from 'react'
import type { DragEvent } from 'react'

/** Lets files be dropped on an element. What is dragged within the window is left to others. */
export function useFileDrop(onFiles: (files: readonly File[]) => unknown) {
  const [over, setOver] = useState(false)
  // Entering a child leaves its parent: only the last one out ends it.
  const depth = useRef(0)

  function set(next: number) {
    depth.current = Math.max(0, next)
    setOver(depth.current > 0)
  }

  return {
    over,
    onDragEnter(event: DragEvent) {
      if (holdsFiles(event)) set(depth.current + 1)
    },
    onDragLeave(event: DragEvent) {
      if (holdsFiles(event)) set(depth.current - 1)
    },
    onDragOver(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop(event: DragEvent) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      set(0)
      void onFiles([...event.dataTransfer.files])
    },
  }
}

function holdsFiles({ dataTransfer }: DragEvent) {
  return dataTransfer.types.includes('Files')
}
