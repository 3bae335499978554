import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPdf } from '../../../src-main/attachments/readPdf'
import type { Context } from '../../../src-main/domain/context'
import { filesFor } from '../../../src-main/domain/files'
import { pdfWith } from '../../fixtures/pdf'
import { openWorld, temporaryFolder } from '../world'
import { chatWithFile } from './chat'

function fileOf(content: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'document.pdf')
  writeFileSync(file, content)
  return file
}

test('a document is read page by page', async () => {
  expect(await readPdf(fileOf(pdfWith('The first page', 'and caf\xe9 on the second')))).toBe(
    'The first page\nand café on the second',
  )
})

test('one that is damaged has no text, and one that is gone may have one another time', async () => {
  expect(await readPdf(fileOf('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n'))).toBe('')
  const cut = pdfWith('Never read to its end').subarray(0, 300)
  expect(await readPdf(fileOf(cut))).not.toBeNull()
  expect(await readPdf('/nowhere/at/all.pdf')).toBe(null)
})

/** A program that reads documents with `read`. */
function openReading(read: typeof readPdf) {
  const world = openWorld()
  world.context.program = { attachments: { textIn: read } } as unknown as Context['program']
  const found = async (text: string) => {
    const query = { text, order: 'newest', after: null, limit: 5 } as const
    return (await world.call('search.run', query)).hits.length
  }
  return { world, found }
}

test('what is attached is found by its text', async () => {
  const { world, found } = openReading(readPdf)
  const { file } = await chatWithFile(world, 'plan.pdf', pdfWith('Kartoffelernte im Herbst'))
  expect(file).toMatchObject({ kind: 'pdf', hasText: true })
  expect(await found('kartoffel')).toBe(1)
})

test('what came without its text is read later, and found from then on', async () => {
  const { world, found } = openReading(() => Promise.resolve(null))
  const { read, write } = world.context
  const { file } = await chatWithFile(world, 'plan.pdf', pdfWith('Kartoffelernte im Herbst'))
  expect([file.hasText, await found('kartoffel')]).toEqual([false, 0])
  expect(await read.attachments.unreadDocuments()).toEqual([file.sha256])
  await write.attachments.noteText(file.sha256, 'Kartoffelernte im Herbst')
  expect(await found('kartoffel')).toBe(1)
  expect(await read.attachments.unreadDocuments()).toEqual([])
})

test('a server that takes no documents is sent the text; of one without a text it is told', async () => {
  const { world } = openReading(readPdf)
  const written = await chatWithFile(world, 'plan.pdf', pdfWith('Kartoffelernte im Herbst'))
  const scanned = await chatWithFile(world, 'scan.pdf', pdfWith(''))
  const sent = async (conversationId: string, takes: ('text' | 'pdf')[] = ['text']) => {
    const { currentMessageId } = await world.call('conversations.get', { id: conversationId })
    const branch = await world.context.read.messages.branch(currentMessageId ?? '')
    return filesFor(world.context, branch, takes)
  }
  const { files, omitted } = await sent(written.conversationId)
  expect([...files.values()]).toEqual([{ name: 'plan.pdf', text: 'Kartoffelernte im Herbst' }])
  expect(omitted).toEqual([])
  expect(await sent(scanned.conversationId)).toEqual({ files: new Map(), omitted: ['scan.pdf'] })
  const asItIs = await sent(written.conversationId, ['text', 'pdf'])
  expect([...asItIs.files.values()]).toMatchObject([{ mediaType: 'application/pdf' }])
})
