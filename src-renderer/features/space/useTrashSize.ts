import { useEffect, useState } from 'react'
import { call } from '../../api'

/** About how many bytes emptying the trash makes free; null until that is measured, or where it is not asked. */
export function useTrashSize(isAsked: boolean): number | null {
  const [size, setSize] = useState<number | null>(null)
  useEffect(() => {
    if (!isAsked) return
    let wanted = true
    void call('space.trash').then(
      (answer) => wanted && setSize(answer.ok ? answer.value.bytes : null),
    )
    return () => {
      wanted = false
      setSize(null)
    }
  }, [isAsked])
  return size
}
