import { COLORS } from '@contract/values'
import type { WritableDb } from '../../../src-main/db/open'
import { insert as insertProject } from '../../../src-main/db/projects'
import { insert as insertTag } from '../../../src-main/db/tags'
import { type Random, uuidv7 } from './random'
import type { Writer } from './text'

const PROJECTS = 40
const TAGS = 30

/** Makes the projects, most of them in each other, and the tags. */
export function addLibrary(db: WritableDb, random: Random, writer: Writer, time: number) {
  const projectIds: string[] = []
  for (const name of names(writer, PROJECTS)) {
    const id = uuidv7(random, time)
    // Among the few before it, so that some lie four or five deep.
    const parentId = random.chance(0.3) ? null : (projectIds.at(-random.between(1, 8)) ?? null)
    insertProject(db, { id, name, parentId }, time)
    projectIds.push(id)
  }
  const tagIds = Array.from(names(writer, TAGS), (name) => {
    const id = uuidv7(random, time)
    const color = random.chance(0.8) ? random.pick(COLORS) : null
    insertTag(db, { id, name: name.toLowerCase().replace(' ', '-'), color }, time)
    return id
  })
  return { projectIds, tagIds }
}

function names(writer: Writer, count: number): Set<string> {
  const chosen = new Set<string>()
  while (chosen.size < count) chosen.add(writer.name())
  return chosen
}
