import { dirname } from 'node:path/posix'
import { attachmentOf, jsonOf, utf8Of } from '../content'
import { encodedFile, laterFile, missingFile } from '../fileParts'
import type { ForeignFile, ForeignMessage, ForeignPart, Item } from '../foreign'
import { damagedAt, type Format, type Source } from '../format'
import { linear } from '../linear'
import { piecesOf } from '../pieces'
import { isRecord, list, named, type Raw, record, records, text, timeOf, without } from '../raw'
import { saidParts, unknownPart } from '../said'

// The data folder of Jan: threads/<id>/thread.json, and messages.jsonl and files beside it. Seen in
// janhq/jan: extensions/conversational-extension/src/index.ts and src-tauri/src/core/threads.

export const jan: Format = {
  name: 'jan',
  recognises: ({ outer, keys, texts }) =>
    outer === 'object' && texts.get('object') === 'thread' && keys.has('id'),
  accompanies: (name) => /(?:^|\/)messages\.jsonl$/.test(name),
  read,
}

async function* read({ file, bundle }: Source): AsyncGenerator<Item> {
  const raw = record(await jsonOf(file))
  const name = `${dirname(file.name)}/messages.jsonl`.replace(/^\.\//, '')
  const beside = bundle.files.find((each) => each.name === name)
  const nodes: Raw[] = []
  // Two objects on one line happen; they are two all the same.
  for await (const piece of beside ? piecesOf(utf8Of(beside), 'documents') : []) {
    if (isRecord(piece.value)) nodes.push(piece.value)
    else yield damagedAt(piece.offset)
  }
  const [assistant] = records(raw['assistants'])
  const messages = linear(nodes.map((node) => readMessage(node, { file, bundle })))
  const model = named(record(raw['model'])['id']) ?? named(record(assistant?.['model'])['id'])
  yield {
    conversation: {
      id: text(raw['id']),
      title: text(raw['title']),
      createdAt: timeOf(raw['created']),
      updatedAt: timeOf(raw['updated']),
      pinned: record(raw['metadata'])['is_favorite'] === true,
      model,
      instructions: text(assistant?.['instructions']),
      currentId: messages.at(-1)?.id ?? null,
      messages,
      source: without(raw),
    },
  }
}

function readMessage(raw: Raw, source: Source): ForeignMessage {
  const { role } = raw
  const isList = Array.isArray(raw['content'])
  return {
    id: text(raw['id']),
    parentId: null,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: raw['status'] === 'stopped' ? 'stopped' : raw['error_code'] ? 'failed' : 'complete',
    parts: isList
      ? list(raw['content']).flatMap((block) => readBlock(block, raw, source))
      : saidParts(raw['content'], 'jan'),
    createdAt: timeOf(raw['created_at']),
    updatedAt: timeOf(raw['completed_at']),
    source: without(raw, 'content'),
  }
}

function readBlock(block: unknown, message: Raw, source: Source): ForeignPart[] {
  const raw = record(block)
  const inner = record(raw['text'])
  const said = typeof block === 'string' ? block : text(raw['text']) || text(inner['value'])
  if (raw['type'] === 'image_url') {
    return [encodedFile({ name: 'image' }, text(record(raw['image_url'])['url']))]
  }
  const [path] = list(inner['annotations'])
  if (typeof path === 'string' && raw['type'] !== 'text') {
    return [readFile(text(inner['name']) || said, path, source)]
  }
  if (raw['type'] !== 'text' && typeof block !== 'string') {
    return [unknownPart(block, 'jan')]
  }
  const toolCallId = named(message['tool_call_id'])
  if (toolCallId) return [{ type: 'tool_result', callId: toolCallId, name: '', output: said }]
  return withThoughts(said)
}

/** A model's thoughts stand before its answer, in the text. */
function withThoughts(said: string): ForeignPart[] {
  const found = /^\s*<think>([^]*?)<\/think>\s*/.exec(said)
  const rest = found ? said.slice(found[0].length) : said
  const answer: ForeignPart[] = rest ? [{ type: 'text', text: rest }] : []
  return found ? [{ type: 'reasoning', text: (found[1] ?? '').trim() }, ...answer] : answer
}

/** Named by its path below the data folder, wherever in what was chosen that lies. */
function readFile(name: string, path: string, { bundle, file }: Source): ForeignFile {
  const inThread = `${dirname(file.name)}/files/${path.split(/[/\\]/).at(-1) ?? ''}`
  const found = bundle.files.find((each) => each.name === inThread.replace(/^\.\//, ''))
  return found ? laterFile({ name }, () => attachmentOf(found)) : missingFile({ name })
}
