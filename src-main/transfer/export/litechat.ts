import type { Id } from '@contract/entities'
import { SWITCHES } from '@contract/values'
import type { ExportChoice, Switch } from '@contract/transfer'
import { projectRows } from '../../db/exportConfig'
import type { Tree } from '../../db/exports'
import type { ReadableDb } from '../../db/open'
import type { ContentOf } from './litechatFiles'
import { configFields, projectOf, type SecretsById } from './litechatConfig'
import { type Field, listed, nested, type Nested, noted } from './litechatFrame'
import { interactionsOf } from './litechatTurns'
import type { Tally } from './tally'

interface Task extends Pick<ExportChoice, 'scope' | 'only'> {
  secrets: SecretsById
  files: ContentOf
  now: number
}

/** The conversations that are to be written, and a way to go through some of them. */
interface Chosen {
  ids: Id[]
  trees(ids: Id[]): Iterable<Tree>
}

/**
 * The files of LiteChat: of everything one object with a list for each switch; of a project a tree; of
 * one conversation a pair with its interactions, and of several a list of such pairs.
 */
export function* writeLiteChat(
  db: ReadableDb,
  tally: Tally,
  chosen: Chosen,
  task: Task,
): Generator<string> {
  const { scope, files } = task
  if ('all' in scope) yield* nested({ fields: everything(db, tally, chosen, task) })
  else if ('projectId' in scope) {
    yield* nested({ fields: projectFields(db, tally, chosen, scope.projectId, files) })
  } else {
    const pairs = pairsOf(tally, chosen.trees(chosen.ids), files)
    if (scope.ids.length > 1) yield* listed('', pairs)
    else for (const pair of pairs) yield* nested(pair)
  }
  yield '\n'
}

function* everything(
  db: ReadableDb,
  tally: Tally,
  { ids, trees }: Chosen,
  { only, secrets, files, now }: Task,
): Generator<Field> {
  const switches = new Set<Switch>(only ?? SWITCHES)
  yield ['version', { value: 1 }]
  yield ['exportedAt', { value: new Date(now).toISOString() }]
  yield* configFields(db, tally, switches, secrets)
  if (!switches.has('conversations')) return
  // One walk makes both lists: what is known of a conversation is small beside its messages.
  const heads: Nested[] = []
  yield ['interactions', { each: interactions() }]
  yield ['conversations', { each: heads }]

  function* interactions(): Generator<Nested> {
    for (const tree of trees(ids)) {
      heads.push({ value: noted(tally, 'conversations', headOf(tree)) })
      yield* interactionList(tally, tree, files)
    }
  }
}

function* pairsOf(tally: Tally, trees: Iterable<Tree>, files: ContentOf): Generator<Nested> {
  for (const tree of trees) {
    const value = noted(tally, 'conversations', headOf(tree))
    yield {
      fields: [
        ['conversation', { value }],
        ['interactions', { each: interactionList(tally, tree, files) }],
      ],
    }
  }
}

function* interactionList(tally: Tally, tree: Tree, files: ContentOf): Generator<Nested> {
  for (const value of interactionsOf(tally, tree, files)) {
    yield { value: noted(tally, 'messages', value) }
  }
}

/** A project, the conversations in it, and the projects in it likewise. */
function projectFields(
  db: ReadableDb,
  tally: Tally,
  { ids, trees }: Chosen,
  top: Id,
  files: ContentOf,
): Field[] {
  const rows = projectRows(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const below = Map.groupBy(rows, ({ parentId }) => parentId)
  const inProject = Map.groupBy(ids, (id) => projectIdOf(db, id))
  const seen = new Set<Id>()

  function fieldsOf(id: Id): Field[] {
    seen.add(id)
    const row = byId.get(id)
    if (!row) return []
    tally.entries += 1
    return [
      ['project', { value: projectOf(row, byId) }],
      ['children', { each: childrenOf(id) }],
    ]
  }

  function* childrenOf(id: Id): Generator<Nested> {
    yield* pairsOf(tally, trees(inProject.get(id) ?? []), files)
    for (const child of below.get(id) ?? []) {
      if (!seen.has(child.id)) yield { fields: fieldsOf(child.id) }
    }
  }

  return fieldsOf(top)
}

function projectIdOf(db: ReadableDb, id: Id): Id | null {
  const found = db.$client.prepare('SELECT project_id FROM conversations WHERE id = ?').pluck()
  return found.get(id) as Id | null
}

function headOf({ conversation, tags }: Tree): object {
  const { id, title, projectId, pinned, archived, model, instructions, parameters } = conversation
  return {
    id,
    title,
    projectId,
    syncRepoId: null,
    lastSyncedAt: null,
    metadata: {
      ...(pinned && { isPinned: true }),
      keepsake: {
        version: 1,
        currentId: conversation.currentMessageId,
        archived,
        model,
        instructions,
        parameters,
        tags: tags.map(({ name }) => name),
      },
    },
    createdAt: new Date(conversation.createdAt).toISOString(),
    updatedAt: new Date(conversation.updatedAt).toISOString(),
  }
}
