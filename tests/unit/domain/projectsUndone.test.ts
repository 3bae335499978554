import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProjectDeletion } from '@contract/library'
import { checkDatabase } from '../../../src-main/db/doctor'
import { contentHash } from '../content'
import { addConversation, addProject } from '../library'
import { openWorld, type World } from '../world'

interface Plan {
  /** For each project the number of the one before it that it lies in, if it lies in one. */
  parents: (number | null)[]
  conversations: { project: number | null; archived: boolean; trashed: boolean }[]
  deletions: { project: number; conversations: 'parent' | 'trash'; later: number }[]
}

const anyPlan = fc.record<Plan>({
  parents: fc.array(fc.option(fc.nat()), { minLength: 1, maxLength: 8 }),
  conversations: fc.array(
    fc.record({ project: fc.option(fc.nat()), archived: fc.boolean(), trashed: fc.boolean() }),
    { maxLength: 12 },
  ),
  deletions: fc.array(
    fc.record({
      project: fc.nat(),
      conversations: fc.constantFrom<'parent' | 'trash'>('parent', 'trash'),
      // The clock often stands still, and sometimes goes back.
      later: fc.constantFrom(0, 0, 1, -1000),
    }),
    { minLength: 1, maxLength: 5 },
  ),
})

async function plant(world: World, { parents, conversations }: Plan): Promise<string[]> {
  const ids: string[] = []
  const pick = (number: number | null) =>
    number === null ? null : (ids[number % Math.max(1, ids.length)] ?? null)
  for (const parent of parents) ids.push(await addProject(world, 'x', pick(parent)))
  for (const { project, archived, trashed } of conversations) {
    const id = addConversation(world, { projectId: pick(project) })
    await world.call('conversations.update', { ids: [id], patch: { archived } })
    if (trashed) await world.call('conversations.delete', { ids: [id] })
  }
  return ids
}

test('deleting projects and undoing it, one in the other, leaves everything as it was', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const world = openWorld()
      world.db.$client.pragma('synchronous = OFF')
      let time = 1_000_000
      world.context.now = () => time
      const ids = await plant(world, plan)
      const undo: { deletion: ProjectDeletion; before: string }[] = []
      for (const { project, conversations, later } of plan.deletions) {
        time += later
        const before = contentHash(world.db.$client)
        const living = (await world.call('projects.list', undefined)).map(({ id }) => id)
        const id = ids[project % ids.length] ?? ''
        if (!living.includes(id)) continue
        const deletion = await world.call('projects.delete', { id, conversations })
        undo.unshift({ deletion, before })
        expect(strayIn(world)).toEqual([])
      }
      for (const { deletion, before } of undo) {
        await world.call('projects.restore', deletion)
        expect(contentHash(world.db.$client)).toBe(before)
      }
      expect(checkDatabase(world.db).checks.filter(({ ok }) => !ok)).toEqual([])
    }),
    { numRuns: 60 },
  )
}, 60_000)

/** What is not deleted and lies in something that is. */
function strayIn(world: World): unknown[] {
  return world.db.$client
    .prepare(
      `SELECT c.id FROM conversations c JOIN projects p ON p.id = c.project_id
       WHERE c.deleted_at IS NULL AND p.deleted_at IS NOT NULL
       UNION ALL
       SELECT c.id FROM projects c JOIN projects p ON p.id = c.parent_id
       WHERE c.deleted_at IS NULL AND p.deleted_at IS NOT NULL`,
    )
    .all()
}
