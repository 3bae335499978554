import type { Message } from '@contract/entities'
import { encodedFile, missingFile, textFile } from '../fileParts'
import type { ForeignFile, ForeignMessage, ForeignPart } from '../foreign'
import { isWhole, messageOf, nodesOf, type Told } from './litechatNodes'
import {
  kept,
  list,
  named,
  numeric,
  parsed,
  type Raw,
  record,
  records,
  text,
  timeOf,
  usageOf,
  without,
} from '../raw'

const STATUSES: Readonly<Record<string, ForeignMessage['status']>> = {
  CANCELLED: 'stopped',
  ERROR: 'failed',
  PENDING: 'interrupted',
  STREAMING: 'interrupted',
  PAUSED: 'interrupted',
  AWAITING_INPUT: 'interrupted',
}

interface Turns {
  messages: ForeignMessage[]
  /** What is no turn of the conversation. */
  others: Message['source'][]
  currentId: string | null
  /** Whether what is shown was written by the other program. */
  hasMoved: boolean
}

/** Where the question of an interaction hangs, and which message its answer is. */
interface Place {
  parentId: string | null
  question: string | null
  answer: string
}

/**
 * One interaction is a question and its answer. Those without a parent follow each other by `index`;
 * a repeated answer or a changed question is a version of the one that it names.
 */
export function readTurns(interactions: Raw[]): Turns {
  const inOrder = interactions.toSorted((one, other) => indexOf(one) - indexOf(other))
  const turns = inOrder.filter((each) => text(each['type']).startsWith('message.'))
  const places = new Map<string, Place>()
  const told: Told[] = []
  const messages: ForeignMessage[] = []
  let last: string | null = null
  let hasMoved = false
  for (const turn of turns) {
    const id = text(turn['id'])
    const named = places.get(text(turn['parentId']))
    const ours = readNodes(turn, told)
    if (ours) {
      places.set(id, ours)
      if (!named) last = ours.answer
      continue
    }
    hasMoved ||= !named
    const place = placeOf(turn, named, last)
    places.set(id, place)
    const isRepeated = named !== undefined && turn['type'] === 'message.assistant_regen'
    if (!isRepeated) messages.push(readQuestion(turn, `${id}:prompt`, place.parentId))
    const answer = readAnswer(turn, id, place.question)
    if (answer) messages.push(answer)
    else place.answer = place.question ?? id
    if (!named) last = place.answer
  }
  const others = inOrder.filter((each) => !turns.includes(each)).map((each) => kept(each))
  const inPlace = told.toSorted((one, other) => one.at - other.at).map(({ message }) => message)
  return { messages: [...inPlace, ...messages], others, currentId: last, hasMoved }
}

/** An interaction that we wrote; null for any other. */
function readNodes(turn: Raw, told: Told[]): Place | null {
  const metadata = metadataOf(turn)
  const nodes = nodesOf(metadata)
  if (!nodes) return null
  const { prompt, response } = nodes
  if (prompt && isWhole(prompt)) {
    const asked = record(turn['prompt'])
    const content = text(asked['content'])
    const plain = content ? [{ type: 'text' as const, text: content }] : []
    const files = records(record(asked['metadata'])['attachedFiles']).map(readFile)
    told.push(messageOf(prompt, plain, files))
  }
  if (response && isWhole(response)) {
    const files = records(response['attachedFiles']).map(readFile)
    told.push(messageOf(response, answerParts(turn, metadata), files))
  }
  const answer = text((response ?? prompt)?.['id'])
  const question = prompt ? text(prompt['id']) : null
  return { parentId: text((prompt ?? response)?.['parentId']) || null, question, answer }
}

function placeOf(turn: Raw, named: Place | undefined, last: string | null): Place {
  const id = text(turn['id'])
  const question = `${id}:prompt`
  if (!named) return { parentId: last, question, answer: id }
  if (turn['type'] === 'message.assistant_regen') return { ...named, answer: id }
  const isEdit = turn['type'] === 'message.user_edit'
  return { parentId: isEdit ? named.parentId : named.answer, question, answer: id }
}

function indexOf(interaction: Raw): number {
  return numeric(interaction['index']) ?? 0
}

function readQuestion(turn: Raw, id: string, parentId: string | null): ForeignMessage {
  const prompt = record(turn['prompt'])
  const attached = [record(prompt['metadata'])['attachedFiles'], metadataOf(turn)['attachedFiles']]
  const content = text(prompt['content'])
  return {
    id,
    parentId,
    role: 'user',
    parts: [
      ...(content ? [{ type: 'text' as const, text: content }] : []),
      ...records(attached.find(Array.isArray)).map(readFile),
    ],
    createdAt: timeOf(turn['startedAt']),
    source: without(prompt, 'content'),
  }
}

/** Null where there is none, because the program was closed before. */
function readAnswer(turn: Raw, id: string, parentId: string | null): ForeignMessage | null {
  const metadata = metadataOf(turn)
  const status = STATUSES[text(turn['status'])]
  const parts = answerParts(turn, metadata)
  if (parts.length === 0 && status === undefined) return null
  const total = numeric(metadata['generationTime'])
  const firstToken = numeric(metadata['timeToFirstToken'])
  const rating = numeric(turn['rating']) ?? 0
  return {
    id,
    parentId,
    role: 'assistant',
    status: status ?? 'complete',
    parts,
    model: named(metadata['modelId']),
    usage: usageOf(metadata),
    timings:
      total === undefined ? null : { ...(firstToken !== undefined && { firstToken }), total },
    rating: rating > 0 ? 'up' : rating < 0 ? 'down' : null,
    createdAt: timeOf(turn['endedAt']) ?? timeOf(turn['startedAt']),
    source: without(turn, 'response', 'prompt'),
  }
}

function answerParts(turn: Raw, metadata: Raw): ForeignPart[] {
  const parts: ForeignPart[] = []
  const thought = text(metadata['reasoning'])
  const answer = text(turn['response'])
  if (thought) parts.push({ type: 'reasoning', text: thought })
  for (const call of list(metadata['toolCalls']).map((each) => record(parsed(each)))) {
    const named = { callId: text(call['toolCallId']), name: text(call['toolName']) }
    parts.push({ type: 'tool_call', ...named, input: kept(call['args'] ?? call['input']) })
  }
  for (const result of list(metadata['toolResults']).map((each) => record(parsed(each)))) {
    const named = { callId: text(result['toolCallId']), name: text(result['toolName']) }
    parts.push({
      type: 'tool_result',
      ...named,
      output: kept(result['result'] ?? result['output']),
    })
  }
  if (answer) parts.push({ type: 'text', text: answer })
  return parts
}

/** A file of the virtual file system is only named: its bytes are never exported. */
function readFile(file: Raw): ForeignFile {
  const found = file['extractedText']
  const described = {
    name: text(file['name']),
    mediaType: named(file['type']),
    ...(typeof found === 'string' && { text: found }),
  }
  const encoded = text(file['contentBase64'])
  if (encoded) return encodedFile(described, encoded)
  if (typeof file['contentText'] === 'string') {
    return textFile({ ...described, text: file['contentText'] })
  }
  return missingFile(described)
}

function metadataOf(turn: Raw): Raw {
  return record(turn['metadata'])
}
