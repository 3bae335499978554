import type { Part } from '@contract/entities'
import type { ExportedMessage } from '../../db/exports'
import { fenced } from './fences'
import { leaveOut, type Tally } from './tally'

interface ToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** What a chat whose messages hold one text each makes of one of our messages. */
export interface Segment {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  thinking: string
  toolCalls: ToolCall[]
  toolCallId: string | null
}

/**
 * A message as a row of such messages, at least one: what tools answered stands between what the model
 * said before it and after it.
 */
export function segmentsOf(tally: Tally, { role, parts }: ExportedMessage): Segment[] {
  const segments: Segment[] = []
  let current = empty(role)
  for (const part of parts) {
    if (part.type === 'tool_result') {
      leaveOut(tally, 'tools', 'format', part.isError ? 1 : 0)
      if (!isEmpty(current)) segments.push(current)
      current = empty(role)
      segments.push({
        ...empty('tool'),
        content: typeof part.output === 'string' ? part.output : JSON.stringify(part.output),
        toolCallId: part.callId,
      })
    } else add(tally, current, part)
  }
  return isEmpty(current) && segments.length > 0 ? segments : [...segments, current]
}

function empty(role: Segment['role']): Segment {
  return { role, content: '', thinking: '', toolCalls: [], toolCallId: null }
}

function isEmpty({ content, thinking, toolCalls }: Segment): boolean {
  return content === '' && thinking === '' && toolCalls.length === 0
}

function add(tally: Tally, segment: Segment, part: Exclude<Part, { type: 'tool_result' }>): void {
  switch (part.type) {
    case 'text':
      segment.content = joined(segment.content, part.text)
      break
    case 'code':
      segment.content = joined(segment.content, fenced(part.text, part.language))
      break
    case 'reasoning':
      segment.thinking = joined(segment.thinking, part.text)
      break
    case 'tool_call': {
      const { callId: id, name, input } = part
      segment.toolCalls.push({
        id,
        type: 'function',
        function: { name, arguments: JSON.stringify(input) },
      })
      break
    }
    case 'citation':
      leaveOut(tally, 'citations', 'format')
      break
    case 'error':
      leaveOut(tally, 'errors', 'format')
      break
    case 'unknown':
      leaveOut(tally, 'unknown', 'format')
      break
    case 'attachment':
      // It stands in the table of attachments as well, and is counted there.
      break
  }
}

function joined(before: string, text: string): string {
  return before && text ? `${before}\n\n${text}` : before + text
}
