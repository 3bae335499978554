import type { Id, Part } from '@contract/entities'
import type { ExportedMessage, Tree } from '../../db/exports'
import { attachedOf, type ContentOf } from './litechatFiles'
import { branchTo, inTreeOrder, type Step } from './order'
import { segmentsOf } from './segments'
import { leaveOut, openTally, type Tally } from './tally'

const STATUSES: Partial<Record<ExportedMessage['status'], string>> = {
  stopped: 'CANCELLED',
  failed: 'ERROR',
  interrupted: 'CANCELLED',
}

/** A question with one answer to it, or one of them alone. */
interface Turn {
  question: Step | null
  answer: Step | null
}

/**
 * A conversation as the interactions of LiteChat: each is a question and its answer. What is shown
 * follows each other by `index`; another version names the interaction that it is a version of. What
 * that program has no word for (whose child each message is, its kinds of parts) stands in
 * `metadata.keepsake`, which it keeps and does not read.
 */
export function* interactionsOf(tally: Tally, tree: Tree, files: ContentOf): Generator<object> {
  const steps = [...inTreeOrder(tree.places)]
  const order = new Map(tree.places.map(({ id }, index) => [id, index]))
  const shown = new Set(
    branchTo(tree.places, tree.conversation.currentMessageId).map(({ id }) => id),
  )
  const turns = turnsOf(steps, rolesOf(tree, steps), shown)
  const above = linksOf(turns, shown)
  const written = new Set<Id>()
  for (const [index, turn] of turns.entries()) {
    const question = turn.question && tree.read(turn.question.place)
    const answer = turn.answer && tree.read(turn.answer.place)
    const isRepeated = question !== null && written.has(question.id)
    const prompt = promptOf(tally, question, isRepeated ? null : files)
    const reply = replyOf(answer)
    const nodes: Record<string, object> = {}
    for (const [name, step, message, parts] of [
      ['prompt', turn.question, question, prompt.parts],
      ['response', turn.answer, answer, reply.parts],
    ] as const) {
      if (!step || !message) continue
      if (written.has(message.id)) nodes[name] = { id: message.id, parentId: step.parent }
      else {
        const at = order.get(message.id) ?? 0
        const attached = name === 'response' && attachedOf(tally, message, files)
        nodes[name] = { ...nodeOf(message, step.parent, at, parts), ...attached }
        tally.messages += 1
        leaveOut(tally, 'origins', 'format', message.source === null ? 0 : 1)
      }
      written.add(message.id)
    }
    yield {
      id: idOf(turn),
      conversationId: tree.conversation.id,
      ...above(turn),
      index,
      prompt: {
        id: question?.id ?? `${idOf(turn)}:prompt`,
        content: prompt.content,
        parameters: {},
        metadata: prompt.metadata,
      },
      response: answer ? reply.response : null,
      status: (answer && STATUSES[answer.status]) ?? 'COMPLETED',
      startedAt: timeOf((question ?? answer)?.createdAt ?? 0),
      endedAt: timeOf((answer ?? question)?.createdAt ?? 0),
      rating: answer?.rating ? (answer.rating === 'up' ? 1 : -1) : null,
      metadata: { ...reply.metadata, keepsake: { version: 1, ...nodes } },
    }
  }
}

const idOf = ({ question, answer }: Turn) => (answer ?? question)?.place.id ?? ''
const timeOf = (time: number) => new Date(time).toISOString()

function rolesOf(tree: Tree, steps: Step[]): Map<Id, ExportedMessage['role']> {
  return new Map(steps.map(({ place }) => [place.id, tree.read(place).role]))
}

/** In the order of the tree, with what is shown first of all versions, as that program expects it. */
function turnsOf(steps: Step[], roles: Map<Id, string>, shown: Set<Id>): Turn[] {
  const byId = new Map(steps.map((step) => [step.place.id, step]))
  const turns: Turn[] = []
  for (const step of steps) {
    const role = roles.get(step.place.id)
    const above = step.parent === null ? undefined : byId.get(step.parent)
    const isAnswer =
      role === 'assistant' && above !== undefined && roles.get(above.place.id) === 'user'
    if (isAnswer) continue
    if (role === 'assistant') {
      turns.push({ question: null, answer: step })
      continue
    }
    const answers =
      role === 'user'
        ? step.children.flatMap((id) => (roles.get(id) === 'assistant' ? (byId.get(id) ?? []) : []))
        : []
    const first = answers.toSorted(
      (one, other) => Number(shown.has(other.place.id)) - Number(shown.has(one.place.id)),
    )
    if (first.length === 0) turns.push({ question: step, answer: null })
    for (const answer of first) turns.push({ question: step, answer })
  }
  return turns
}

/** Of each interaction its kind, and which one it is a version of or follows off the shown branch. */
function linksOf(turns: Turn[], shown: Set<Id>) {
  const isShown = ({ question, answer }: Turn) =>
    [question, answer].every((step) => !step || shown.has(step.place.id))
  /** For each message the interaction that has it; a shown one rather than another. */
  const byMessage = new Map<Id, Turn>()
  /** For each message, and null, the interaction whose question follows it first. */
  const byParent = new Map<Id | null, Turn>()
  for (const turn of turns) {
    const { question, answer } = turn
    for (const step of [question, answer]) {
      if (step && !byMessage.has(step.place.id)) byMessage.set(step.place.id, turn)
    }
    if (!question) continue
    const known = byParent.get(question.parent)
    if (!known || (isShown(turn) && !isShown(known))) byParent.set(question.parent, turn)
  }
  return (turn: Turn) => {
    const { question, answer } = turn
    const repeated = question ? byMessage.get(question.place.id) : undefined
    if (repeated && repeated !== turn) {
      return { type: 'message.assistant_regen', parentId: idOf(repeated) }
    }
    const version = question ? byParent.get(question.parent) : undefined
    if (!isShown(turn) && version && version !== turn) {
      return { type: 'message.user_edit', parentId: idOf(version) }
    }
    const above = (question ?? answer)?.parent
    const followed = above && !isShown(turn) ? byMessage.get(above) : undefined
    return { type: 'message.user_assistant', parentId: followed ? idOf(followed) : null }
  }
}

/** What the words of the other program do not say of a message. */
function nodeOf(message: ExportedMessage, parentId: Id | null, at: number, texts: Part[]) {
  const { id, role, status, model, usage, timings, rating, createdAt, updatedAt } = message
  const files = new Map(message.attachments.map((file, index) => [file.id, index]))
  const parts = message.parts.map((part) =>
    part.type === 'attachment' ? { ...part, file: files.get(part.attachmentId) ?? -1 } : part,
  )
  const isPlain = JSON.stringify(parts) === JSON.stringify(texts)
  return {
    id,
    parentId,
    at,
    role,
    status,
    model,
    usage,
    timings,
    rating,
    createdAt,
    updatedAt,
    ...(!isPlain && { parts }),
  }
}

/** The question in the fields of the other program; `files` is null where they stand already. */
function promptOf(tally: Tally, message: ExportedMessage | null, files: ContentOf | null) {
  const parts: Part[] = []
  if (!message) return { content: '', metadata: {}, parts }
  // What it has no field for stands in the node, so that nothing is left out here.
  const content = segmentsOf(openTally(), message)
    .map((each) => each.content)
    .filter(Boolean)
    .join('\n\n')
  if (content) parts.push({ type: 'text', text: content })
  const metadata = files === null ? {} : attachedOf(tally, message, files)
  return { content, metadata, parts }
}

/** The answer in the fields of the other program, and the parts that are read out of them again. */
function replyOf(answer: ExportedMessage | null) {
  const parts: Part[] = []
  if (!answer) return { response: '', metadata: {}, parts }
  const segments = segmentsOf(openTally(), answer).filter(({ role }) => role !== 'tool')
  const joined = (pick: (segment: (typeof segments)[number]) => string) =>
    segments.map(pick).filter(Boolean).join('\n\n')
  const response = joined(({ content }) => content)
  const reasoning = joined(({ thinking }) => thinking)
  const calls = answer.parts.flatMap((part) => (part.type === 'tool_call' ? part : []))
  const results = answer.parts.flatMap((part) => (part.type === 'tool_result' ? part : []))
  if (reasoning) parts.push({ type: 'reasoning', text: reasoning })
  parts.push(...calls, ...results)
  if (response) parts.push({ type: 'text', text: response })
  const { usage, timings, model } = answer
  const metadata = {
    ...(model !== null && { modelId: model }),
    ...(usage?.inputTokens !== undefined && { inputTokens: usage.inputTokens }),
    ...(usage?.outputTokens !== undefined && { outputTokens: usage.outputTokens }),
    ...(timings?.firstToken !== undefined && { timeToFirstToken: timings.firstToken }),
    ...(timings && { generationTime: timings.total }),
    ...(reasoning && { reasoning }),
    ...(calls.length > 0 && {
      toolCalls: calls.map(({ callId, name, input }) =>
        JSON.stringify({ type: 'tool-call', toolCallId: callId, toolName: name, args: input }),
      ),
    }),
    ...(results.length > 0 && {
      toolResults: results.map(({ callId, name, output }) =>
        JSON.stringify({ type: 'tool-result', toolCallId: callId, toolName: name, result: output }),
      ),
    }),
  }
  return { response, metadata, parts }
}
