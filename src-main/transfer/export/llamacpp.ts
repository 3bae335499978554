import { createHash } from 'node:crypto'
import type { Conversation, Id } from '@contract/entities'
import type { ExportedMessage, Tree } from '../../db/exports'
import { asJson } from './jsonFrame'
import { inTreeOrder } from './order'
import { type Segment, segmentsOf } from './segments'
import { leaveOut, openTally, type Tally } from './tally'

/** How a file is written: one JSON value, or (`lines`) one JSON value on each line. */
interface Style {
  many: boolean
  lines: boolean
}

/**
 * The file of the llama.cpp web interface. Each conversation begins with a root that is not shown and,
 * where it has instructions, a system message; what our messages hold besides text becomes messages of
 * their own, with ids that are the same in every export.
 */
export function* writeLlamaCpp(
  tally: Tally,
  trees: Iterable<Tree>,
  { many, lines }: Style,
): Generator<string> {
  if (!lines) {
    yield* asJson(tally, framed(tally, trees), many)
    return
  }
  for (const tree of trees) {
    tally.records.conversations += 1
    yield `${JSON.stringify({ harness: 'llama.app', type: 'session', ...headOf(tally, tree) })}\n`
    for (const message of messagesOf(tally, tree, true)) {
      tally.records.messages += 1
      yield `${JSON.stringify({ message, type: 'message' })}\n`
    }
  }
}

function* framed(tally: Tally, trees: Iterable<Tree>) {
  for (const tree of trees) {
    yield { head: { conv: headOf(tally, tree) }, messages: messagesOf(tally, tree, false) }
  }
}

function headOf(tally: Tally, tree: Tree) {
  const { id, title: name, updatedAt: lastModified, pinned } = tree.conversation
  noteLosses(tally, tree)
  return { id, name, lastModified, currNode: shownEnd(tree), ...(pinned && { pinned }) }
}

/** The last of the messages that the shown leaf becomes; upstream writes nothing where none is. */
function shownEnd({ conversation, places, read }: Tree): string {
  const leaf = places.find(({ id }) => id === conversation.currentMessageId)
  // Counted when its turn comes.
  return leaf ? idOf(leaf.id, segmentsOf(openTally(), read(leaf)).length - 1) : ''
}

function noteLosses(tally: Tally, { conversation, projects, tags }: Tree): void {
  leaveOut(tally, 'projects', 'format', projects.length > 0 ? 1 : 0)
  leaveOut(tally, 'tags', 'format', tags.length)
  const { model, parameters, archived, source } = conversation
  leaveOut(tally, 'settings', 'format', model !== null || parameters !== null ? 1 : 0)
  leaveOut(tally, 'archived', 'format', archived ? 1 : 0)
  leaveOut(tally, 'origins', 'format', source === null ? 0 : 1)
}

function* messagesOf(tally: Tally, tree: Tree, lines: boolean): Generator<object> {
  const { conversation, places } = tree
  const steps = [...inTreeOrder(places)]
  const tops = steps.filter(({ parent }) => parent === null).map(({ place }) => place.id)
  const top = yield* opening(conversation, tops, lines)
  /** The last message that one of ours became, where it is not the first. */
  const ends = new Map<Id, string>()
  for (const { place, parent: above, children } of steps) {
    const message = tree.read(place)
    tally.messages += 1
    const segments = segmentsOf(tally, message)
    noteMessageLosses(tally, message)
    const last = segments.length - 1
    if (last > 0) ends.set(place.id, idOf(place.id, last))
    let parent = above === null ? top : (ends.get(above) ?? above)
    for (const [index, segment] of segments.entries()) {
      const id = idOf(place.id, index)
      yield {
        ...common(conversation.id, id, message.createdAt + index, lines),
        ...fieldsOf(segment, lines),
        ...(index === 0 && extraOf(tally, message, lines)),
        ...(message.model !== null && { model: message.model }),
        ...(index === last && timingsOf(message)),
        parent,
        children: index === last ? children : [idOf(place.id, index + 1)],
      }
      parent = id
    }
  }
}

/** The root and the instructions; answers the id that the first messages hang below. */
function* opening(
  { id, instructions, createdAt }: Conversation,
  below: Id[],
  lines: boolean,
): Generator<object, string> {
  const root = derivedId(id, 'root')
  const system = derivedId(id, 'instructions')
  const has = instructions.trim() !== ''
  const segment: Segment = {
    role: 'system',
    content: '',
    thinking: '',
    toolCalls: [],
    toolCallId: null,
  }
  const start = { ...common(id, root, createdAt, lines), ...fieldsOf(segment, lines) }
  yield { ...start, type: 'root', parent: null, children: has ? [system] : below }
  if (!has) return root
  yield {
    ...common(id, system, createdAt, lines),
    ...fieldsOf({ ...segment, content: instructions }, lines),
    parent: root,
    children: below,
  }
  return system
}

function common(convId: Id, id: string, timestamp: number, lines: boolean) {
  return { id, convId, timestamp, ...(!lines && { toolCalls: '' }) }
}

/** Calls of tools are a text in the one form and a list in the other. */
function fieldsOf({ role, content, thinking, toolCalls, toolCallId }: Segment, lines: boolean) {
  const calls = toolCalls.length > 0 && {
    toolCalls: lines ? toolCalls : JSON.stringify(toolCalls),
  }
  const thoughts = lines ? thinking && { reasoningContent: thinking } : { thinking }
  return {
    type: role === 'system' ? 'system' : 'text',
    role,
    content,
    ...thoughts,
    ...calls,
    ...(toolCallId !== null && { toolCallId }),
  }
}

/** Of a file only the text that was found in it. */
function extraOf(tally: Tally, { attachments }: ExportedMessage, lines: boolean) {
  const extra = attachments.flatMap(({ name, extractedText }) => {
    leaveOut(tally, 'attachments', extractedText === null ? 'format' : 'content')
    if (extractedText === null) return []
    return { type: lines ? 'TEXT' : 'textFile', name, content: extractedText }
  })
  return extra.length > 0 && { extra }
}

function timingsOf({ usage, timings }: ExportedMessage) {
  const first = timings?.firstToken
  const found = {
    prompt_n: usage?.inputTokens,
    prompt_ms: first,
    predicted_n: usage?.outputTokens,
    predicted_ms: timings ? timings.total - (first ?? 0) : undefined,
  }
  return Object.values(found).some((value) => value !== undefined) && { timings: found }
}

function noteMessageLosses(tally: Tally, message: ExportedMessage): void {
  const { usage, rating, status, source } = message
  const more = usage?.reasoningTokens !== undefined || usage?.omittedMessages !== undefined
  leaveOut(tally, 'usage', 'format', more ? 1 : 0)
  leaveOut(tally, 'ratings', 'format', rating === null ? 0 : 1)
  leaveOut(tally, 'statuses', 'format', status === 'complete' ? 0 : 1)
  leaveOut(tally, 'origins', 'format', source === null ? 0 : 1)
}

function idOf(id: Id, segment: number): string {
  return segment === 0 ? id : derivedId(id, String(segment))
}

/** A UUID that always is the same for the same thing. */
function derivedId(id: Id, name: string): string {
  const bytes = createHash('sha256').update(`${id}/${name}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-')
}
