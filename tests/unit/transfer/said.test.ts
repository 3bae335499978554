import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { saidParts } from '../../../src-main/transfer/said'
import { conversation, filesOf, openPlace, partsOf, textOf } from './importing'

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='

async function bringObject(value: unknown) {
  const place = openPlace()
  const file = join(place.folder, 'export.json')
  writeFileSync(file, JSON.stringify(value))
  await place.bring(file)
  return place.db
}

test('what is neither a text nor a list of known blocks is kept as it came', () => {
  expect(saidParts('plain', 'x')).toEqual([{ type: 'text', text: 'plain' }])
  expect(saidParts(null, 'x')).toEqual([])
  expect(saidParts(7, 'x')).toEqual([{ type: 'unknown', origin: 'x', data: 7 }])
  expect(saidParts({ type: 'poll', n: 1 }, 'x')).toEqual([
    { type: 'unknown', origin: 'x:poll', data: { type: 'poll', n: 1 } },
  ])
  expect(saidParts(['a', { type: 'text', text: 'b' }, { type: 'poll' }], 'x')).toMatchObject([
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
    { type: 'unknown', origin: 'x:poll' },
  ])
})

test('Open WebUI: a text in blocks, a text file with its text, instructions and parameters', async () => {
  const said = [
    { type: 'text', text: 'in blocks' },
    { type: 'image_url', image_url: { url: PIXEL } },
  ]
  const read = { filename: 'doc.md', data: { content: 'text' }, meta: { content_type: 'text/md' } }
  const asked = { id: 'u', role: 'user', content: said, files: [{ type: 'file', file: read }] }
  const answered = { id: 'a', parentId: 'u', role: 'assistant', content: [said[0]] }
  const chat = {
    title: 'Blocks',
    params: { system: 'Be brief', temperature: 0.3 },
    history: { messages: { u: asked, a: answered }, currentId: 'a' },
  }
  const found = conversation(await bringObject([{ id: 'c', title: 'Blocks', chat }]), 'Blocks')
  expect(found.messages.map(textOf)).toEqual(['in blocks', 'in blocks'])
  expect(filesOf(found)).toEqual({ kept: ['image', 'doc.md'], missing: [] })
  expect(found).toMatchObject({ instructions: 'Be brief', parameters: { temperature: 0.3 } })
})

test('LibreChat: a rating, a picture by its name, and a failure among the blocks', async () => {
  const content = [
    { type: 'text', text: 'first' },
    { type: 'image_file', image_file: { filename: 'drawn.png' } },
    { type: 'error', error: 'out of quota' },
  ]
  const answer = { messageId: 'a', content, feedback: { rating: 'thumbsDown' } }
  const db = await bringObject({ conversationId: 'c', title: 'Rated', messages: [answer] })
  const found = conversation(db, 'Rated')
  expect(found.messages[0]).toMatchObject({ rating: 'down' })
  expect(filesOf(found).missing).toEqual(['drawn.png'])
  expect(partsOf(found, 'error')).toMatchObject([{ error: { detail: 'out of quota' } }])
})

test('LM Studio: calls of tools, their results, and the tokens of whichever step was counted', async () => {
  const stats = { promptTokensCount: 9, predictedTokensCount: 11 }
  const call = {
    type: 'toolCallRequest',
    toolCallRequestId: '7',
    name: 'run',
    parameters: { a: 1 },
  }
  const result = { type: 'toolCallResult', toolCallId: '7', content: '{"ok":true}' }
  const steps = [
    { type: 'contentBlock', content: [call], genInfo: { stats } },
    { type: 'contentBlock', content: [result] },
  ]
  const messages = [{ versions: [{ role: 'assistant', steps }], currentlySelected: 0 }]
  const found = conversation(await bringObject({ name: 'Tools', messages }), 'Tools')
  expect(partsOf(found, 'tool_call')).toMatchObject([{ callId: '7', name: 'run', input: { a: 1 } }])
  expect(partsOf(found, 'tool_result')).toMatchObject([{ callId: '7', output: { ok: true } }])
  expect(found.messages[0]).toMatchObject({ usage: { inputTokens: 9, outputTokens: 11 } })
})
