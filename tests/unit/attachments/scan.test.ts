import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scanAttachments } from '../../../src-main/attachments/scan'
import { contentFile, putBytes } from '../../../src-main/storage/attachments'
import { paths } from '../../../src-main/storage/layout'
import { makeHistory, run } from '../storage/commandLine'
import { openWorld, scripted, temporaryFolder } from '../world'
import { chatWithFile } from './chat'

const control = { progress: () => undefined, isCancelled: () => false }

test('a scan names what is missing, damaged and unused, and the chats that have lost it', async () => {
  const world = openWorld(scripted(['Seen']))
  const { attachmentsFolder: folder } = world.context
  const gone = await chatWithFile(world, 'gone.txt', 'gone')
  const rotten = await chatWithFile(world, 'rotten.txt', 'rotten')
  const whole = await chatWithFile(world, 'whole.txt', 'the whole of it')
  await world.call('conversations.delete', { ids: [rotten.conversationId] })
  const orphan = await putBytes(folder, Buffer.from('orphan'))
  rmSync(contentFile(folder, gone.file.sha256))
  // Of the same size: only its hash tells.
  writeFileSync(contentFile(folder, rotten.file.sha256), 'Rotten')

  const scan = await scanAttachments(world.db, folder, control)
  const chat = (id: string, title: string, inTrash: boolean) => ({
    isDraft: false,
    conversations: [{ id, title, inTrash }],
  })
  expect(scan).toMatchObject({
    files: 3,
    missing: [{ names: ['gone.txt'], ...chat(gone.conversationId, 'Look at gone.txt', false) }],
    damaged: [
      { names: ['rotten.txt'], ...chat(rotten.conversationId, 'Look at rotten.txt', true) },
    ],
    orphaned: [orphan],
  })
  const check = ({ id }: { id: string }) => world.call('attachments.check', { id })
  expect(await Promise.all([gone, rotten, whole].map(({ file }) => check(file)))).toEqual([
    'missing',
    'damaged',
    'present',
  ])
  const stopped = { ...control, isCancelled: () => true }
  expect(await scanAttachments(world.db, folder, stopped)).toBe(null)
})

test('the largest contents come first, each once, with their chats', async () => {
  const world = openWorld(scripted(['Seen']))
  const small = await chatWithFile(world, 'small.txt', 'small')
  const large = await chatWithFile(world, 'large.txt', 'large '.repeat(50))
  const again = await chatWithFile(world, 'again.txt', 'large '.repeat(50))
  const found = await world.call('attachments.largest', { limit: 5 })
  expect(found.map(({ names }) => names.toSorted())).toEqual([
    ['again.txt', 'large.txt'],
    ['small.txt'],
  ])
  const ids = found.map((use) => use.conversations.map(({ id }) => id).toSorted())
  expect(ids).toEqual([
    [large.conversationId, again.conversationId].toSorted(),
    [small.conversationId],
  ])
})

test('doctor names the file that is gone and the chat that has lost it', async () => {
  const root = temporaryFolder()
  makeHistory(root)
  const world = openWorld(scripted(['Seen']), paths(root, 'default').profile)
  const { file, conversationId } = await chatWithFile(world, 'notes.txt', 'tiles')
  const look = async () => {
    const { code, output } = await run(root, 'doctor')
    const checks = output.checks as { name: string; ok: boolean; detail: string }[]
    return { code, ...checks.find(({ name }) => name === 'attachments') }
  }
  expect(await look()).toMatchObject({ code: 0, ok: true, detail: '1 files, 0 of them unused' })
  rmSync(contentFile(world.context.attachmentsFolder, file.sha256))
  const { code, ok, detail } = await look()
  expect([code, ok]).toEqual([1, false])
  expect(detail).toContain(`missing: notes.txt in "Look at notes.txt" (${conversationId})`)
})
