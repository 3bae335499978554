import type { Id, NewConversation } from '@contract/entities'
import { insert } from '../../src-main/db/conversations'
import { newId, type World } from './world'

/** A new project; answers its id. */
export async function addProject(world: World, name: string, parentId: Id | null = null) {
  const id = newId()
  await world.call('projects.create', { project: { id, parentId, name } })
  return id
}

export async function addTag(world: World, name: string) {
  const id = newId()
  await world.call('tags.create', { tag: { id, name, color: null } })
  return id
}

/** A conversation in which nothing has been said yet; answers its id. */
export function addConversation(world: World, chosen: Partial<NewConversation> = {}): Id {
  const said = { projectId: null, providerId: null, model: null, instructions: '' }
  const id = newId()
  insert(world.db, { ...said, parameters: null, ...chosen, id }, 1)
  return id
}

/** The ids of what windows were told of under this name since `from`, in order. */
export function told(world: World, name: string, from = 0): Id[] {
  return world.events
    .slice(from)
    .flatMap((event) => (event.name === name && 'id' in event.value ? event.value.id : []))
}
