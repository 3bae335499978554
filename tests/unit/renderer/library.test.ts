import { expect, test } from 'vitest'
import type { ProjectDeletion } from '@contract/library'
import { chainOf, isWithin, pathOf, treeRows } from '../../../src-renderer/stores/projectTree'
import { aProject, aTag, later, ok, openWindow, refused } from './window'

const work = aProject({ id: 'work', name: 'Work' })
const clients = aProject({ id: 'clients', name: 'clients 10', parentId: 'work' })
const few = aProject({ id: 'few', name: 'Clients 2', parentId: 'work' })
const north = aProject({ id: 'north', name: 'North', parentId: 'clients' })
const home = aProject({ id: 'home', name: 'Home' })
const all = [work, clients, few, north, home]
const byId = Object.fromEntries(all.map((each) => [each.id, each]))

async function loaded(answers: Parameters<typeof openWindow>[0] = {}) {
  const window = openWindow({
    'projects.list': () => ok(all),
    'tags.list': () => ok([aTag({ id: 'urgent', name: 'urgent' })]),
    ...answers,
  })
  await window.library.getState().load()
  const living = () =>
    Object.values(window.library.getState().projects)
      .filter((each) => each.deletedAt === null)
      .map(({ id }) => id)
      .sort()
  return { ...window, living }
}

test('the tree goes by name, numbers as numbers, and shows what is open', () => {
  const rows = (open: boolean) => treeRows(byId, () => open)
  expect(rows(false).map(({ id }) => id)).toEqual(['home', 'work'])
  expect(rows(true)).toMatchObject([
    { id: 'home', level: 1, position: 1, size: 2, expanded: undefined },
    { id: 'work', level: 1, position: 2, size: 2, expanded: true },
    { id: 'few', level: 2, position: 1, size: 2 },
    { id: 'clients', level: 2, position: 2, size: 2 },
    { id: 'north', level: 3, position: 1, size: 1 },
  ])
})

test('a project knows where it is, also in a tree that goes in circles', () => {
  expect(pathOf(byId, 'north')).toBe('Work / clients 10 / North')
  expect(isWithin(byId, 'north', 'work')).toBe(true)
  expect(isWithin(byId, 'work', 'north')).toBe(false)
  const circle = { ...byId, work: { ...work, parentId: 'north' } }
  expect(chainOf(circle, 'north')).toHaveLength(3)
})

test('a refused name is taken back with its reason', async () => {
  const answer = later<void>()
  const { library, notices } = await loaded({ 'projects.update': () => answer.promise })
  const name = () => library.getState().projects['work']?.name
  const renaming = library.getState().updateProject('work', { name: 'Office' })
  expect(name()).toBe('Office')
  answer.answer(refused('disk_full'))
  expect(await renaming).toBe(false)
  expect(name()).toBe('Work')
  expect(notices.getState().toasts).toMatchObject([{ failure: { code: 'disk_full' } }])
})

test('a project does not move into itself, and a move can be undone', async () => {
  const { library, notices, inputsOf } = await loaded()
  await library.getState().moveProject('work', 'north')
  expect(inputsOf('projects.update')).toEqual([])
  await library.getState().moveProject('north', 'home')
  expect(library.getState().projects['north']?.parentId).toBe('home')
  notices.getState().undoLast()
  await expect.poll(() => library.getState().projects['north']?.parentId).toBe('clients')
})

test('a deleted project goes with all in it; Undo hands the deletion back to main', async () => {
  const deletion: ProjectDeletion = { id: 'work', deletedAt: 9, moved: { clients: ['c1'] } }
  const { library, notices, inputsOf, living } = await loaded({
    'projects.delete': () => ok(deletion),
  })
  const deleting = library.getState().removeProject('work', 'trash')
  expect(living()).toEqual(['home'])
  await deleting
  expect(inputsOf('projects.delete')).toEqual([{ id: 'work', conversations: 'trash' }])
  notices.getState().undoLast()
  await expect.poll(living).toHaveLength(5)
  expect(inputsOf('projects.restore')).toEqual([deletion])
})

test('a refused deletion leaves the whole tree as it was', async () => {
  const { library, notices, living } = await loaded({
    'projects.delete': () => refused('read_only'),
  })
  await library.getState().removeProject('work', 'parent')
  expect(living()).toHaveLength(5)
  expect(notices.getState().toasts).toMatchObject([{ failure: { code: 'read_only' } }])
})

test('a refused project is not shown', async () => {
  const { library, living } = await loaded({ 'projects.create': () => refused('disk_full') })
  expect(await library.getState().createProject(null, 'New')).toBeNull()
  expect(living()).toHaveLength(5)
})

test('Undo of a deleted tag hands the deletion back to main', async () => {
  const deletion = { tag: aTag({ id: 'urgent' }), conversationIds: ['c'], ruleIds: [] }
  const { library, notices, inputsOf } = await loaded({ 'tags.delete': () => ok(deletion) })
  await library.getState().removeTag('urgent')
  notices.getState().undoLast()
  expect(inputsOf('tags.restore')).toEqual([deletion])
})

test('a refused deletion of a tag brings it back; what main tells is shown', async () => {
  const { library, tell } = await loaded({ 'tags.delete': () => refused('read_only') })
  const names = () => Object.values(library.getState().tags).map(({ name }) => name)
  const deleting = library.getState().removeTag('urgent')
  expect(names()).toEqual([])
  await deleting
  expect(names()).toEqual(['urgent'])
  tell('tag.saved', aTag({ id: 'later', name: 'later' }))
  tell('tag.removed', { id: 'urgent' })
  expect(names()).toEqual(['later'])
})
