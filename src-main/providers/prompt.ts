import type { Message, Part } from '@contract/entities'
import type { SdkPrompt } from './sdk'
import type { SentFile, TurnRequest } from './provider'

/**
 * How an unfinished reply is handed back. `prefill` leaves it as the last message, which the server
 * then goes on writing. `instruction` adds a question that asks for the rest: the only way that means
 * the same to every OpenAI-compatible server, because some of them continue a trailing reply, some
 * answer it, and vLLM wants two parameters that others refuse.
 */
export type ContinueBy = 'prefill' | 'instruction'

const GO_ON =
  'Your last message broke off. Continue it exactly where it stopped, beginning with the very next characters. Do not repeat anything and do not comment on this.'

type Entry = SdkPrompt[number]
type AssistantPart = Exclude<Extract<Entry, { role: 'assistant' }>['content'], string>[number]
type UserPart = Extract<Entry, { role: 'user' }>['content'][number]
type ToolPart = Extract<Entry, { role: 'tool' }>['content'][number]
type Json = Extract<Part, { type: 'tool_result' }>['output']

/**
 * Our messages as the SDK wants them. All instructions come first, as one, because servers refuse
 * them later; neighbours of one role become one, because chat templates insist on taking turns.
 * Not sent: reasoning, errors, citations, files that the request does not hold, and what an import left unknown.
 */
export function toPrompt(request: TurnRequest, continueBy: ContinueBy): SdkPrompt {
  const system = [request.instructions]
  const prompt: SdkPrompt = []
  for (const message of request.messages) {
    if (message.role === 'system') system.push(textOf(message))
    else if (message.role === 'user') addUser(prompt, contentOf(message, request.files))
    else addAssistant(prompt, message)
  }
  if (request.continuing && prompt.at(-1)?.role === 'assistant') {
    if (continueBy === 'instruction') addUser(prompt, [{ type: 'text', text: GO_ON }])
    else trimLast(prompt)
  }
  const instructions = system.filter((text) => text.trim() !== '').join('\n\n')
  return instructions ? [{ role: 'system', content: instructions }, ...prompt] : prompt
}

/** Whether the reply to be continued ends with white space, which a prefill has to give up. */
export function endsWithSpace({ continuing, messages }: TurnRequest): boolean {
  const last = messages.at(-1)
  return continuing && last !== undefined && /\s$/.test(textOf(last))
}

function addUser(prompt: SdkPrompt, content: UserPart[]) {
  if (content.length === 0) return
  const last = prompt.at(-1)
  if (last?.role !== 'user') prompt.push({ role: 'user', content })
  else last.content.push(...content.map(apart))
}

/** Two texts that come to stand beside each other stay two paragraphs. */
function apart(part: UserPart, index: number): UserPart {
  return part.type === 'text' && index === 0 ? { ...part, text: `\n\n${part.text}` } : part
}

/** The files come before what is asked about them. */
function contentOf(message: Message, files: TurnRequest['files']): UserPart[] {
  const content = message.parts.flatMap((part): UserPart[] => {
    const file = part.type === 'attachment' ? files?.get(part.attachmentId) : undefined
    return file ? [toFilePart(file)] : []
  })
  const text = textOf(message)
  if (text.trim() !== '') {
    content.push({ type: 'text', text: content.at(-1)?.type === 'text' ? `\n\n${text}` : text })
  }
  return content
}

function toFilePart(file: SentFile): UserPart {
  if ('text' in file) return { type: 'text', text: `${file.name}:\n${fenced(file.text)}` }
  const { name: filename, mediaType, bytes } = file
  return { type: 'file', filename, mediaType, data: { type: 'data', data: bytes } }
}

/** With a fence that is longer than any in the text, so that the model sees where the file ends. */
function fenced(text: string): string {
  let longest = 2
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length)
  const marks = '`'.repeat(longest + 1)
  return `${marks}\n${text}\n${marks}`
}

/** A tool's call is sent with its result or not at all: servers refuse a call without one. */
function addAssistant(prompt: SdkPrompt, message: Message) {
  const results = new Map<string, Extract<Part, { type: 'tool_result' }>>()
  for (const part of message.parts) if (part.type === 'tool_result') results.set(part.callId, part)
  let said: AssistantPart[] = []
  let answers: ToolPart[] = []
  const flush = () => {
    if (said.length > 0) pushAssistant(prompt, said)
    if (answers.length > 0) prompt.push({ role: 'tool', content: answers })
    said = []
    answers = []
  }
  for (const part of message.parts) {
    const text = partText(part)
    if (text) {
      if (answers.length > 0) flush()
      said.push({ type: 'text', text })
    }
    if (part.type !== 'tool_call') continue
    const result = results.get(part.callId)
    if (!result) continue
    const names = { toolCallId: part.callId, toolName: part.name }
    said.push({ type: 'tool-call', ...names, input: part.input })
    answers.push({ type: 'tool-result', ...names, output: toOutput(result.output, result.isError) })
  }
  flush()
}

function pushAssistant(prompt: SdkPrompt, content: AssistantPart[]) {
  const last = prompt.at(-1)
  if (last?.role === 'assistant' && Array.isArray(last.content)) last.content.push(...content)
  else prompt.push({ role: 'assistant', content })
}

function toOutput(
  output: Json,
  isError: boolean | undefined,
): ToolPart extends infer P
  ? P extends { type: 'tool-result'; output: infer O }
    ? O
    : never
  : never {
  if (typeof output === 'string') return { type: isError ? 'error-text' : 'text', value: output }
  return { type: isError ? 'error-json' : 'json', value: output }
}

function trimLast(prompt: SdkPrompt) {
  const last = prompt.at(-1)
  if (last?.role !== 'assistant' || typeof last.content === 'string') return
  const part = last.content.at(-1)
  if (part?.type === 'text') part.text = part.text.trimEnd()
}

function textOf(message: Message): string {
  return message.parts.map(partText).join('')
}

function partText(part: Part): string {
  if (part.type === 'text') return part.text
  if (part.type === 'code') return `\n\`\`\`${part.language}\n${part.text}\n\`\`\`\n`
  return ''
}
