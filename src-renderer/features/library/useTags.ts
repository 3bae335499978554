import { useMemo } from 'react'
import { useLibrary } from '../../stores/library'

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** All tags, by name. */
export function useTags() {
  const tags = useLibrary((state) => state.tags)
  return useMemo(
    () => Object.values(tags).toSorted((a, b) => byName.compare(a.name, b.name) || a.seq - b.seq),
    [tags],
  )
}
