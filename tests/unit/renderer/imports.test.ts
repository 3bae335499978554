import type { CallOutput } from '@contract/calls'
import type { ImportOutcome, ImportResult } from '@contract/imports'
import type { ProviderView } from '@contract/entities'
import type { Settings } from '@contract/settings'
import type { Call } from '../../../src-renderer/api'
import { expect, test } from 'vitest'
import { shownList } from '../../../src-renderer/stores/conversations'
import { allChats } from '../../../src-renderer/stores/filters'
import { SWITCHES } from '../../../src-renderer/stores/switches'
import { createImports } from '../../../src-renderer/stores/imports'
import {
  aBranch,
  aConversation,
  aProject,
  aProvider,
  aTag,
  later,
  ok,
  openWindow,
  pathOf,
  refused,
} from './window'

const SOURCES = [{ path: '/chats.json', name: 'chats.json' }]
const RESULT: ImportResult = {
  source: { path: '/chats.json', name: 'chats.json' },
  report: {
    format: 'claude',
    holds: [],
    entries: [],
    imported: 2,
    updated: 0,
    skipped: [],
    total: 2,
    messages: 4,
    files: { kept: 0, missing: 0 },
  },
  failure: null,
}

/** A window's imports over answers that come when the test wants them. */
function openImports() {
  const previews: ReturnType<typeof later<ImportResult[] | null>>[] = []
  const run = later<ImportOutcome>()
  const cancelled: string[] = []
  const asked: object[] = []
  const call = ((name: string, input: { id?: string; jobId?: string }) => {
    if (name.startsWith('imports.')) asked.push({ ...input, jobId: undefined })
    if (name === 'imports.run') return run.promise
    if (name === 'jobs.cancel') return Promise.resolve(ok(void cancelled.push(input.id ?? '')))
    const preview = later<ImportResult[] | null>()
    previews.push(preview)
    return preview.promise
  }) as Call
  return { imports: createImports(call), previews, run, cancelled, asked }
}

async function previewed() {
  const opened = openImports()
  const looking = opened.imports.getState().look(SOURCES)
  opened.previews[0]?.answer(ok([RESULT]))
  await looking
  return opened
}

test('what was chosen is looked at, imported and reported', async () => {
  const { imports, run } = await previewed()
  expect(imports.getState().stage).toMatchObject({ kind: 'preview', results: [RESULT] })
  const ended = imports.getState().run()
  expect(imports.getState().stage).toMatchObject({ kind: 'running' })
  const outcome = { results: [RESULT], cancelled: false, undone: null }
  run.answer(ok(outcome))
  expect(await ended).toEqual(outcome)
  expect(imports.getState().stage).toEqual({ kind: 'done', outcome })
})

test('another choice takes the place of one that is still looked at', async () => {
  const { imports, previews, cancelled } = openImports()
  const first = imports.getState().look(SOURCES)
  const second = imports.getState().look([{ path: '/other.json', name: 'other.json' }])
  expect(cancelled).toHaveLength(1)
  previews[1]?.answer(ok([]))
  previews[0]?.answer(ok([RESULT]))
  await Promise.all([first, second])
  expect(imports.getState().stage).toMatchObject({ kind: 'preview', results: [] })
})

test('a running import goes on without its dialog, and is shown when another is wanted', async () => {
  const { imports, run, previews } = await previewed()
  const ended = imports.getState().run()
  imports.getState().close()
  expect(imports.getState()).toMatchObject({ open: false, stage: { kind: 'running' } })
  await imports.getState().look(SOURCES)
  expect(imports.getState()).toMatchObject({ open: true, stage: { kind: 'running' } })
  expect(previews).toHaveLength(1)
  run.answer(refused('disk_full'))
  expect(await ended).toEqual({ code: 'disk_full' })
  expect(imports.getState().stage).toMatchObject({ kind: 'failed', running: true })
})

test('a closed dialog forgets what was not begun, and ends the looking', async () => {
  const { imports, previews, cancelled } = openImports()
  const looking = imports.getState().look(SOURCES)
  imports.getState().close()
  expect(cancelled).toHaveLength(1)
  previews[0]?.answer(ok(null))
  await looking
  expect(imports.getState()).toMatchObject({ stage: null, open: false })
})

test('another choice is looked at again, keys by a word of their own, and imported as it was shown', async () => {
  const { imports, previews, cancelled, asked } = await previewed()
  const some = SWITCHES.filter((each) => each !== 'settings' && each !== 'apiKeys')
  void imports.getState().choose({ only: some, withKeys: false })
  // Nothing begins before it was said what it would do.
  expect(await imports.getState().run()).toBeNull()
  const choosing = imports.getState().choose({ only: some, withKeys: true })
  expect(cancelled).toHaveLength(1)
  previews[1]?.answer(ok(null))
  previews[2]?.answer(ok([RESULT]))
  await choosing
  expect(imports.getState().stage).toMatchObject({ kind: 'preview', withKeys: true, jobId: null })
  void imports.getState().run()
  const paths = ['/chats.json']
  const only = SWITCHES.filter((each) => each !== 'settings')
  expect(asked).toEqual([
    { paths },
    { paths, only },
    { paths, only, withKeys: true },
    { paths, only, withKeys: true },
  ])
})

test('after the library has changed, everything in sight is read again', async () => {
  const [stays, gone] = [aConversation(), aConversation()]
  let rows = [stays, gone]
  let branch = aBranch(2)
  let [theme, servers]: [Settings['theme'], ProviderView[]] = ['light', []]
  let [projects, tags] = [[aProject({ id: 'taken-back' })], [aTag({ id: 'taken-back' })]]
  const window = openWindow({
    'conversations.list': () => ok({ items: rows, next: null }),
    'conversations.get': ({ id }) => {
      const row = rows.find((each) => each.id === id)
      return row ? ok(row) : refused('not_found')
    },
    'messages.path': (query) => pathOf(() => branch)(query),
    'projects.list': () => ok(projects),
    'settings.get': () => ok({ theme } as Settings),
    'providers.list': () => ok(servers),
    'tags.list': (): { ok: true; value: CallOutput<'tags.list'> } => ({ ok: true, value: tags }),
  })
  const { conversations, library, messages, tell } = window
  await library.getState().load()
  await conversations.getState().loadMore(allChats)
  conversations.getState().open(gone.id)
  await messages.getState().load(gone.id)

  const added = aConversation()
  rows = [added, stays]
  branch = aBranch(3)
  projects = [aProject({ id: 'new' })]
  tags = []
  theme = 'dark'
  servers = [aProvider()]
  tell('library.changed', {})
  await expect.poll(() => conversations.getState().openId).toBeNull()
  await expect.poll(() => shownList(conversations.getState()).ids).toEqual([added.id, stays.id])
  await expect.poll(() => Object.keys(library.getState().projects)).toEqual(['new'])
  expect(library.getState().tags).toEqual({})
  await expect.poll(() => window.settings.getState().value?.theme).toBe('dark')
  await expect.poll(() => window.providers.getState().list).toEqual(servers)

  conversations.getState().open(stays.id)
  await messages.getState().load(stays.id)
  branch = aBranch(5)
  tell('library.changed', {})
  await expect.poll(() => messages.getState().threads[stays.id]?.total).toBe(5)
  expect(conversations.getState().openId).toBe(stays.id)
})
