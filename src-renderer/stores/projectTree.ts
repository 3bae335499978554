import type { Project } from '@contract/library'
import { byName } from './byName'

export type Projects = Readonly<Record<string, Project>>

/** A project as the tree draws it. */
export interface TreeRow {
  id: string
  level: number
  /** Undefined where nothing is in it. */
  expanded: boolean | undefined
  position: number
  size: number
}

/** The tree from top to bottom, with what is in open projects. */
export function treeRows(projects: Projects, isOpen: (id: string) => boolean): TreeRow[] {
  const children = new Map<string | null, Project[]>()
  for (const each of Object.values(projects)) {
    if (each.deletedAt !== null) continue
    const siblings = children.get(each.parentId)
    if (siblings) siblings.push(each)
    else children.set(each.parentId, [each])
  }
  const rows: TreeRow[] = []
  const add = (parentId: string | null, level: number) => {
    const siblings = (children.get(parentId) ?? []).toSorted(byName)
    for (const [index, { id }] of siblings.entries()) {
      const expanded = children.has(id) ? isOpen(id) : undefined
      rows.push({ id, level, expanded, position: index + 1, size: siblings.length })
      if (expanded) add(id, level + 1)
    }
  }
  add(null, 1)
  return rows
}

/** A project and those that it is in, the nearest first. */
export function chainOf(projects: Projects, id: string | null) {
  const chain: Project[] = []
  for (let at = id; at !== null;) {
    const project: Project | undefined = projects[at]
    if (!project || project.deletedAt !== null || chain.includes(project)) break
    chain.push(project)
    at = project.parentId
  }
  return chain
}

/** Whether a project is another one, or in it. */
export function isWithin(projects: Projects, id: string | null, ancestorId: string) {
  return id === ancestorId || chainOf(projects, id).some((each) => each.id === ancestorId)
}

/** Where a project stands, such as "Work / Clients". */
export function pathOf(projects: Projects, id: string) {
  return chainOf(projects, id)
    .map((each) => each.name)
    .reverse()
    .join(' / ')
}

/** Whether two states hold the same tree: the names may differ. */
export function sameTree(one: Projects, other: Projects) {
  const ids = Object.keys(one)
  return (
    ids.length === Object.keys(other).length &&
    ids.every(
      (id) =>
        one[id]?.parentId === other[id]?.parentId &&
        (one[id]?.deletedAt === null) === (other[id]?.deletedAt === null),
    )
  )
}
