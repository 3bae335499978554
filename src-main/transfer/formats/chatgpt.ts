import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { countObjects, damagedAt, type Format, objectsOf, type Source } from '../format'
import { isRecord, list, named, type Raw, record, text, timeOf, without } from '../raw'
import { inTreeOrder, type TreeNode } from '../treeOrder'
import { assetsOf } from './chatgptAssets'
import { type Assets, partsOf, thoughtsOf } from './chatgptParts'

// OpenAI publishes no description of its data export. Seen in the importers of danny-avila/LibreChat
// (api/server/utils/import), open-webui (src/lib/utils/index.ts) and queelius/ctk: since 2026 the list
// of conversations comes in several files and the assets with the ending `.dat`.

const COMPANIONS =
  /(?:^|\/)(?:user|user_settings|message_feedback|model_comparisons|shared_conversations|export_manifest|conversation_asset_file_names)\.json$/

export const chatgpt: Format = {
  name: 'chatgpt',
  // A damaged entry without its messages is still one of a ChatGPT export.
  recognises: ({ keys }) => keys.has('mapping') && (keys.has('title') || keys.has('current_node')),
  accompanies: (name) => COMPANIONS.test(name),
  read,
  count: countObjects,
}

async function* read({ file, bundle }: Source): AsyncGenerator<Item> {
  const assets = assetsOf(bundle)
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) yield damagedAt(offset)
    else if (isRecord(object['mapping'])) {
      yield { conversation: readConversation(object, object['mapping'], assets) }
    } else yield { skipped: { what: text(object['title']) || `byte ${offset}`, reason: 'damaged' } }
  }
}

interface Node extends TreeNode {
  message: Raw | null
}

/** What stands above a node: the message that is shown, and thoughts that belong to the next one. */
interface Above {
  shownId: string | null
  thoughts: ForeignPart[]
  folded: Raw[]
}

function readConversation(raw: Raw, mapping: Raw, assets: Assets): ForeignConversation {
  const nodes = inTreeOrder(Object.entries(mapping).map(([id, node]) => readNode(id, record(node))))
  const below = Map.groupBy(nodes, ({ parentId }) => parentId ?? '')
  const above = new Map<string, Above>()
  const messages: ForeignMessage[] = []
  const hidden: Raw[] = []
  const instructions: string[] = []
  for (const node of nodes) {
    const { message } = node
    const from = above.get(node.parentId ?? '') ?? { shownId: null, thoughts: [], folded: [] }
    if (message === null) above.set(node.id, from)
    else if (isHidden(message)) {
      hidden.push(message)
      instructions.push(...instructionsOf(message))
      above.set(node.id, from)
    } else if (isThought(message) && isAnsweredIn(below.get(node.id) ?? [])) {
      const thoughts = [...from.thoughts, ...thoughtsOf(message)]
      above.set(node.id, { ...from, thoughts, folded: [...from.folded, message] })
    } else {
      messages.push(readMessage(node.id, message, from, assets))
      above.set(node.id, { shownId: node.id, thoughts: [], folded: [] })
    }
  }
  return {
    id: text(raw['conversation_id']) || text(raw['id']),
    title: text(raw['title']),
    createdAt: timeOf(raw['create_time']),
    updatedAt: timeOf(raw['update_time']),
    pinned: raw['is_starred'] === true || timeOf(raw['pinned_time']) !== null,
    archived: raw['is_archived'] === true,
    model: named(raw['default_model_slug']),
    instructions: instructions.join('\n\n'),
    currentId: above.get(text(raw['current_node']))?.shownId ?? null,
    messages,
    source: without({ ...raw, mapping: undefined, hidden }),
  }
}

function readNode(id: string, raw: Raw): Node {
  const children = list(raw['children']).filter((child) => typeof child === 'string')
  const message = isRecord(raw['message']) ? raw['message'] : null
  return { id, parentId: named(raw['parent']), children, message }
}

function contentOf(message: Raw): Raw {
  return record(message['content'])
}

function roleOf(message: Raw): string {
  return text(record(message['author'])['role'])
}

/** Structure, and what was told to the model behind the page. */
function isHidden(message: Raw): boolean {
  if (record(message['metadata'])['is_visually_hidden_from_conversation'] === true) return true
  const said = list(contentOf(message)['parts']).join('')
  return roleOf(message) === 'system' && said === ''
}

function instructionsOf(message: Raw): string[] {
  const { user_profile: profile, user_instructions: asked } = contentOf(message)
  return [text(profile), text(asked)].filter(Boolean)
}

function isThought(message: Raw): boolean {
  return ['thoughts', 'reasoning_recap'].includes(text(contentOf(message)['content_type']))
}

/** Whether what follows is the answer that was thought about; otherwise the thoughts stand alone. */
function isAnsweredIn(children: Node[]): boolean {
  const answers = children.map(({ message }) => message)
  return answers.length > 0 && answers.every((each) => each && roleOf(each) === 'assistant')
}

function readMessage(id: string, message: Raw, above: Above, assets: Assets): ForeignMessage {
  const metadata = record(message['metadata'])
  const role = roleOf(message)
  const own = isThought(message) ? thoughtsOf(message) : partsOf(message, above.shownId, assets)
  const unfinished = message['status'] === 'in_progress'
  const { folded } = above
  return {
    id,
    parentId: above.shownId,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: unfinished ? 'interrupted' : 'complete',
    parts: [...above.thoughts, ...own],
    model: named(metadata['model_slug']),
    createdAt: timeOf(message['create_time']),
    updatedAt: timeOf(message['update_time']),
    source: folded.length > 0 ? without({ ...message, folded }) : sourceOf(message),
  }
}

/** A plain text is not kept twice. */
function sourceOf(message: Raw) {
  const isPlain = contentOf(message)['content_type'] === 'text'
  const isMarked = list(contentOf(message)['parts']).some((part) => text(part).includes('\ue200'))
  return isPlain && !isMarked ? without(message, 'content') : without(message)
}
