import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentFile } from '../../../src-main/storage/attachments'
import { exportToFile } from '../../../src-main/transfer/export/run'
import { chatWithFile } from '../attachments/chat'
import { openWorld, scripted, temporaryFolder } from '../world'

const control = { progress: () => undefined, isCancelled: () => false }
const png = (more: string) => Buffer.from(`\x89PNG\r\n\x1a\n${more}`, 'latin1')

test('a web page holds the pictures, and names what is none or is not what it was', async () => {
  const world = openWorld(scripted(['Seen']))
  const { attachmentsFolder: attachments } = world.context
  await chatWithFile(world, 'roof.png', png('roof'))
  await chatWithFile(world, 'evil.png', '<svg onload="alert(1)"></svg>')
  const { file } = await chatWithFile(world, 'rotten.png', png('rotten'))
  writeFileSync(contentFile(attachments, file.sha256), png('Rotten'))

  const target = join(temporaryFolder(), 'chats.html')
  const task = { scope: { all: true }, format: 'html', branches: 'all' } as const
  const report = exportToFile(world.db, control, { ...task, attachments, file: target })
  const page = readFileSync(target, 'utf8')
  const shown = [...page.matchAll(/<img src="([^"]*)"/g)].map(([, url]) => url)
  expect(shown).toEqual([`data:image/png;base64,${png('roof').toString('base64')}`])
  for (const name of ['roof.png', 'evil.png', 'rotten.png']) expect(page).toContain(name)
  expect(page).not.toContain('<svg')
  expect(report?.leftOut).toContainEqual({ what: 'attachments', reason: 'content', count: 2 })
})
