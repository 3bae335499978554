import { useMemo } from 'react'
import { byName } from '../../stores/byName'
import { useLibrary } from '../../stores/library'

/** All tags, by name. */
export function useTags() {
  const tags = useLibrary((state) => state.tags)
  return useMemo(() => Object.values(tags).toSorted(byName), [tags])
}
