import type { Id } from '@contract/entities'
import type { Place } from '../../db/exports'

/** A message on a walk through the tree. */
export interface Step {
  place: Place
  /** Null where it begins a branch, or hangs below nothing that is there. */
  parent: Id | null
  children: Id[]
  /** Which of its siblings it is, from 1, and how many they are. */
  version: number
  versions: number
}

/**
 * All messages, each after its parent, and what follows a message before its next sibling. What could
 * not be reached from a root, because a file from elsewhere had parents in a circle, begins anew.
 */
export function* inTreeOrder(places: readonly Place[]): Generator<Step> {
  const known = new Set(places.map(({ id }) => id))
  const parentOf = ({ parentId }: Place) => (parentId && known.has(parentId) ? parentId : null)
  const byParent = Map.groupBy(places, parentOf)
  const versions = new Map<Id, number>()
  for (const siblings of byParent.values()) {
    for (const [index, { id }] of siblings.entries()) versions.set(id, index + 1)
  }
  const seen = new Set<Id>()
  for (const start of [...(byParent.get(null) ?? []), ...places]) {
    const waiting = seen.has(start.id) ? [] : [start]
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      seen.add(place.id)
      const parent = parentOf(place)
      const children = (byParent.get(place.id) ?? []).filter(({ id }) => !seen.has(id))
      yield {
        place,
        parent: place === start ? null : parent,
        children: children.map(({ id }) => id),
        version: versions.get(place.id) ?? 1,
        versions: byParent.get(parent)?.length ?? 1,
      }
      waiting.push(...children.toReversed())
    }
  }
}

/** The messages from the root to `leaf`. */
export function branchTo(places: readonly Place[], leaf: Id | null): Place[] {
  const byId = new Map(places.map((place) => [place.id, place]))
  const branch: Place[] = []
  let at = leaf === null ? undefined : byId.get(leaf)
  while (at && branch.length < places.length) {
    branch.push(at)
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  }
  return branch.toReversed()
}
