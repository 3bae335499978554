import { basename } from 'node:path/posix'
import { missingFile } from '../fileParts'
import type { ForeignMessage, ForeignPart, ForeignProject, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import {
  isRecord,
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
  without,
} from '../raw'
import { saidParts, unknownPart } from '../said'

// The folder ~/.lmstudio/conversations, one file for each conversation, known by its name alone. LM
// Studio is closed; seen in the converter ispaure/migration-chatgpt-to-lmstudio: Python/lm_export.py.

export const lmStudio: Format = {
  name: 'lmstudio',
  recognises: ({ outer, keys }) => outer === 'object' && keys.has('messages.versions'),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) {
      yield damagedAt(offset)
      continue
    }
    const { messages, currentId } = readVersions(records(object['messages']))
    yield {
      conversation: {
        id: basename(file.name),
        title: text(object['name']),
        createdAt: timeOf(object['createdAt']),
        updatedAt:
          timeOf(object['assistantLastMessagedAt']) ?? timeOf(object['userLastMessagedAt']),
        pinned: object['pinned'] === true,
        model: named(record(object['lastUsedModel'])['identifier']),
        instructions: text(object['systemPrompt']),
        projects: foldersOf(file.name),
        draft: text(object['clientInput']),
        currentId,
        messages,
        source: without(object, 'messages'),
      },
    }
  }
}

/** The folders below `conversations`, or below what was chosen. */
function foldersOf(name: string): ForeignProject[] {
  const folders = name.split('/').slice(0, -1)
  return folders
    .slice(folders.lastIndexOf('conversations') + 1)
    .map((folder) => ({ id: folder, name: folder }))
}

/** Versions of a message stand beside each other; what follows hangs below the selected one. */
function readVersions(nodes: Raw[]): { messages: ForeignMessage[]; currentId: string | null } {
  const messages: ForeignMessage[] = []
  let leaf: string | null = null
  nodes.forEach((node, index) => {
    const parentId = leaf
    const versions = records(node['versions'])
    const selected = numeric(node['currentlySelected']) ?? 0
    versions.forEach((version, at) => {
      const id = `${index}.${at}`
      messages.push(readVersion(version, id, parentId))
      if (at === selected || at === 0) leaf = id
    })
  })
  return { messages, currentId: leaf }
}

function readVersion(raw: Raw, id: string, parentId: string | null): ForeignMessage {
  const steps = records(raw['steps'])
  const generated = steps.findLast((step) => isRecord(step['genInfo']))
  const stats = record(record(generated?.['genInfo'])['stats'])
  const [input, output] = [
    numeric(stats['promptTokensCount']),
    numeric(stats['predictedTokensCount']),
  ]
  const [first, total] = [numeric(stats['timeToFirstTokenSec']), numeric(stats['totalTimeSec'])]
  const isCounted = input !== undefined || output !== undefined
  const firstToken = first === undefined ? {} : { firstToken: first * 1000 }
  const { role } = raw
  return {
    id,
    parentId,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: stats['stopReason'] === 'userStopped' ? 'stopped' : 'complete',
    parts: steps.length > 0 ? steps.flatMap(readStep) : list(raw['content']).flatMap(readContent),
    model: named(record(raw['senderInfo'])['senderName']),
    usage: isCounted ? { inputTokens: input, outputTokens: output } : null,
    timings: total === undefined ? null : { ...firstToken, total: total * 1000 },
    createdAt: timeOf(/^\d+/.exec(text(steps[0]?.['stepIdentifier']))?.[0]),
    source: without(raw, 'content'),
  }
}

function readStep(step: Raw): ForeignPart[] {
  const content = records(step['content'])
  if (step['type'] !== 'contentBlock') return [unknownPart(step, 'lmstudio')]
  if (record(step['style'])['type'] !== 'thinking') return content.flatMap(readContent)
  return [{ type: 'reasoning', text: content.map((each) => text(each['text'])).join('') }]
}

function readContent(block: unknown): ForeignPart[] {
  const content = record(block)
  switch (content['type']) {
    case 'file':
      return [missingFile({ name: named(content['name']) ?? text(content['fileIdentifier']) })]
    case 'toolCallRequest': {
      const call = { ...content, ...record(content['toolCallRequest']) }
      const input = kept(parsed(call['parameters'] ?? call['arguments']))
      return [{ type: 'tool_call', callId: callIdOf(call), name: text(call['name']), input }]
    }
    case 'toolCallResult': {
      const output = kept(parsed(content['content']))
      return [{ type: 'tool_result', callId: callIdOf(content), name: '', output }]
    }
    default:
      return saidParts([block], 'lmstudio')
  }
}

function callIdOf(raw: Raw): string {
  const { toolCallRequestId, toolCallId, id, callId } = raw
  return named(toolCallRequestId) ?? named(toolCallId) ?? named(id) ?? named(callId) ?? ''
}
