import type { Attachment } from '@contract/attachments'
import { expect, test } from 'vitest'
import { ok, openWindow, refused } from './window'

function aFile(id: string): Attachment {
  const about = { sha256: 'a'.repeat(64), bytes: 3, mediaType: 'text/plain' }
  return { ...about, id, name: `${id}.txt`, kind: 'text', hasText: true, state: 'present' }
}

const names = (window: ReturnType<typeof openWindow>) =>
  window.draftFiles.getState().files['new']?.map(({ name }) => name)

test('a file is shown at once, and is part of the draft when main has it', async () => {
  const window = openWindow({ 'attachments.add': () => ok(aFile('a')) })
  const adding = window.draftFiles.getState().add('new', [new File(['abc'], 'a.txt')])
  expect(window.draftFiles.getState().files['new']).toMatchObject([{ name: 'a.txt', saved: null }])
  await adding
  expect(window.draftFiles.getState().files['new']).toMatchObject([{ id: 'a', saved: { id: 'a' } }])
  expect(window.inputsOf('attachments.add')).toEqual([
    { draftId: 'new', source: { name: 'a.txt', bytes: new TextEncoder().encode('abc') } },
  ])
})

test('a file that is refused is named with the reason; one too large is not even sent', async () => {
  const window = openWindow({ 'attachments.add': () => refused('disk_full') })
  const large = Object.defineProperty(new File([], 'large'), 'size', { value: 200_000_000 })
  await window.draftFiles.getState().add('new', [new File(['abc'], 'a.txt'), large])
  expect(names(window)).toEqual([])
  expect(window.notices.getState().toasts).toMatchObject([
    { values: { name: 'a.txt' }, failure: { code: 'disk_full' } },
    { values: { name: 'large' }, failure: { code: 'attachment_too_large' } },
  ])
  expect(window.inputsOf('attachments.add')).toHaveLength(1)
})

test('files go with the question, and come back with it when it is refused', async () => {
  let answer = refused('no_provider')
  const window = openWindow({
    'attachments.ofDraft': () => ok([aFile('a'), aFile('b')]),
    'messages.send': () => answer,
  })
  const { draftFiles, messages, drafts } = window
  await draftFiles.getState().load('new')
  drafts.getState().edit('new', 'Look')
  const choice = { providerId: null, model: null }
  await messages.getState().send(choice)
  expect(window.inputsOf('messages.send')).toMatchObject([{ attachmentIds: ['a', 'b'] }])
  expect(names(window)).toEqual(['a.txt', 'b.txt'])
  answer = ok(undefined) as never
  await messages.getState().send(choice)
  expect(names(window)).toEqual([])
})

test('a file that main does not let go stays', async () => {
  const window = openWindow({
    'attachments.ofDraft': () => ok([aFile('a'), aFile('b')]),
    'attachments.remove': () => refused('disk_full'),
  })
  await window.draftFiles.getState().load('new')
  await window.draftFiles.getState().remove('new', 'a')
  expect(names(window)).toEqual(['a.txt', 'b.txt'])
  expect(window.notices.getState().toasts).toMatchObject([{ failure: { code: 'disk_full' } }])
})
