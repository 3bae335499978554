import { expect, test } from 'vitest'
import type { CallOutput } from '@contract/calls'
import type { Conversation } from '@contract/entities'
import type { Settings } from '@contract/settings'
import { shownList, trashList } from '../../../src-renderer/stores/conversations'
import { allChats, inTrash } from '../../../src-renderer/stores/filters'
import { listOf } from './lists'
import { aConversation, aProject, aTag, later, ok, openWindow } from './window'

const work = aProject({ id: 'work', name: 'Work' })
const clients = aProject({ id: 'clients', name: 'Clients', parentId: 'work' })
const home = aProject({ id: 'home', name: 'Home' })
const projects = { work, clients, home }

const rows = () => [
  aConversation({ id: 'loose', title: 'loose', updatedAt: 50, createdAt: 1 }),
  aConversation({ id: 'inWork', title: 'Zebra', updatedAt: 40, createdAt: 2, projectId: 'work' }),
  aConversation({
    id: 'inClients',
    title: 'apple',
    updatedAt: 30,
    createdAt: 3,
    projectId: 'clients',
  }),
  aConversation({ id: 'inHome', title: 'Émile', updatedAt: 20, createdAt: 4, projectId: 'home' }),
  aConversation({ id: 'old', title: 'Banana', updatedAt: 10, createdAt: 5, archived: true }),
]

async function aLibrary(all: Conversation[], answers: Parameters<typeof openWindow>[0] = {}) {
  const window = openWindow({
    'conversations.list': listOf(all, projects),
    'projects.list': () => ok(Object.values(projects)),
    'tags.list': () => ok([aTag({ id: 'urgent', name: 'urgent' })]),
    ...answers,
  })
  await window.library.getState().load()
  const { conversations } = window
  await conversations.getState().loadMore(conversations.getState().filter)
  const ids = () => shownList(conversations.getState()).ids
  const show = async (scope: Parameters<ReturnType<typeof conversations.getState>['show']>[0]) => {
    conversations.getState().show(scope)
    await expect.poll(() => shownList(conversations.getState()).loaded).toBe(true)
  }
  const saved = (id: string, fields: Partial<Conversation>) => {
    const row = all.find((each) => each.id === id) ?? aConversation()
    window.tell('conversation.saved', { ...row, ...fields })
  }
  return { ...window, ids, show, saved }
}

test('a project lists what is in it and in the projects in it', async () => {
  const { ids, show } = await aLibrary(rows())
  expect(ids()).toEqual(['loose', 'inWork', 'inClients', 'inHome'])
  await show({ projectId: 'work' })
  expect(ids()).toEqual(['inWork', 'inClients'])
  await show({ shown: 'archived' })
  expect(ids()).toEqual(['old'])
  await show({})
  expect(ids()).toHaveLength(4)
})

test('a chat that is moved leaves one list and joins the other, also one that is not in sight', async () => {
  const { ids, show, saved, inputsOf } = await aLibrary(rows())
  await show({ projectId: 'home' })
  await show({ projectId: 'work' })
  const asked = inputsOf('conversations.list').length
  saved('inClients', { projectId: 'home' })
  expect(ids()).toEqual(['inWork'])
  await show({ projectId: 'home' })
  expect(ids()).toEqual(['inClients', 'inHome'])
  expect(inputsOf('conversations.list')).toHaveLength(asked)
})

test('a tag and the archive take in what gets them', async () => {
  const { ids, show, saved } = await aLibrary(rows())
  await show({ tagId: 'urgent' })
  expect(ids()).toEqual([])
  saved('loose', { tagIds: ['urgent'] })
  saved('inHome', { tagIds: ['urgent'] })
  expect(ids()).toEqual(['loose', 'inHome'])
  saved('loose', { tagIds: ['urgent'], archived: true })
  expect(ids()).toEqual(['inHome'])
})

const settingsWith = (listSort: Settings['listSort']) => ({ listSort }) as Settings

test('titles are sorted as SQLite sorts them: A to Z without case, then by code point', async () => {
  const all = rows()
  const { ids, tell, saved, settings } = await aLibrary(all, {
    'settings.get': () => ok(settingsWith('title')),
  })
  await settings.getState().load()
  await expect.poll(ids).toEqual(['inClients', 'loose', 'inWork', 'inHome'])
  saved('inWork', { title: 'BANANA' })
  expect(ids()).toEqual(['inClients', 'inWork', 'loose', 'inHome'])
  saved('inHome', { title: 'Émile', pinned: true })
  expect(ids()[0]).toBe('inHome')
  tell('settings.saved', settingsWith('created'))
  await expect.poll(ids).toEqual(['inHome', 'inClients', 'inWork', 'loose'])
})

test('a message does not move a chat in a list that is sorted by creation', async () => {
  const { ids, saved, settings } = await aLibrary(rows(), {
    'settings.get': () => ok(settingsWith('created')),
  })
  await settings.getState().load()
  await expect.poll(ids).toEqual(['inHome', 'inClients', 'inWork', 'loose'])
  saved('loose', { updatedAt: 900 })
  expect(ids()).toEqual(['inHome', 'inClients', 'inWork', 'loose'])
})

test('the trash is read page by page, in the order of deletion', async () => {
  const all = Array.from({ length: 150 }, (_, index) =>
    aConversation({ id: `t${index}`, deletedAt: 1000 - index, pinned: index === 149 }),
  )
  const { conversations, saved, ids } = await aLibrary(all)
  const trashed = () => trashList(conversations.getState()).ids
  await conversations.getState().loadMore(inTrash)
  expect(trashed()).toHaveLength(100)
  saved('t120', { deletedAt: 2000 })
  expect(trashed()[0]).toBe('t120')
  saved('t3', { deletedAt: null })
  expect(trashed()).not.toContain('t3')
  expect(ids()).toEqual(['t3'])
  await conversations.getState().loadMore(inTrash)
  expect(trashed().at(-1)).toBe('t149')
  expect(new Set(trashed()).size).toBe(149)
})

test('a page that tells of a change before its event does changes the other lists as well', async () => {
  const all = rows()
  const { ids, conversations, tell } = await aLibrary(all)
  const deleted = { ...(all[1] ?? aConversation()), deletedAt: 99 }
  all[1] = deleted
  await conversations.getState().loadMore(inTrash)
  tell('conversation.saved', deleted)
  expect(ids()).toEqual(['loose', 'inClients', 'inHome'])
  expect(trashList(conversations.getState()).ids).toEqual(['inWork'])
})

test('when a project moves, the list of the one that it leaves is read again', async () => {
  const tree = { ...projects }
  const { ids, show, tell } = await aLibrary(rows(), {
    'conversations.list': (input) => listOf(rows(), tree)(input),
  })
  await show({ projectId: 'work' })
  expect(ids()).toEqual(['inWork', 'inClients'])
  tree.clients = { ...clients, parentId: 'home' }
  tell('project.saved', tree.clients)
  await expect.poll(ids).toEqual(['inWork'])
})

test('an answer that a change of the tree has overtaken is dropped', async () => {
  const slow = later<CallOutput<'conversations.list'>>()
  const answers = [slow.promise]
  const { ids, tell, conversations } = await aLibrary(rows(), {
    'conversations.list': (input) =>
      input.filter.projectId === 'work' && answers.length > 0
        ? (answers.shift() ?? slow.promise)
        : listOf(rows(), { ...projects, clients: { ...clients, parentId: null } })(input),
  })
  const reading = conversations.getState().loadMore({ ...allChats, projectId: 'work' })
  conversations.getState().show({ projectId: 'work' })
  tell('project.saved', { ...clients, parentId: null })
  await expect.poll(ids).toEqual(['inWork'])
  slow.answer(ok({ items: rows(), next: null }))
  await reading
  expect(ids()).toEqual(['inWork'])
})

test('when the shown project or tag goes, all chats are shown', async () => {
  const { ids, show, tell, conversations } = await aLibrary(rows())
  await show({ projectId: 'home' })
  tell('project.saved', { ...home, deletedAt: 5 })
  expect(conversations.getState().filter.projectId).toBeNull()
  await show({ tagId: 'urgent' })
  tell('tag.removed', { id: 'urgent' })
  expect(conversations.getState().filter.tagId).toBeNull()
  expect(ids()).toHaveLength(4)
})

test('a new chat begins in the project that the list shows', async () => {
  const { show, drafts, messages, inputsOf } = await aLibrary(rows())
  await show({ projectId: 'clients' })
  drafts.getState().edit('new', 'Hello')
  await messages.getState().send({ providerId: null, model: null })
  expect(inputsOf('messages.send')).toMatchObject([{ conversation: { projectId: 'clients' } }])
})
