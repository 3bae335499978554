import * as fc from 'fast-check'
import { type CallName, calls } from '@contract/calls'
import { GUIDE_ID } from '../../../src-main/db/guideId'

/** Ids that are in the database, so that a bad payload meets what it could spoil. */
export interface Present {
  conversationId: string
  question: string
  reply: string
  provider: string
  project: string
  tag: string
}

/** One payload of each call that would be taken, to be spoilt in one place. */
export function goodInputs({ conversationId, question, reply, provider, project, tag }: Present) {
  const newId = '01900000-0000-7000-8000-00000000aaaa'
  const server = { kind: 'google', name: 'x', baseUrl: 'http://x', headers: { a: 'b' } }
  const chosen = {
    projectId: project,
    providerId: null,
    model: null,
    instructions: '',
    parameters: { topP: 1 },
  }
  const after = { pinned: true, key: 1, seq: 1 }
  const filter = { shown: 'active', projectId: project, tagId: tag, sort: 'activity' }
  const ids = [conversationId]
  const profile = { id: 'default', name: 'Default' }
  return {
    'app.info': undefined,
    'app.openLink': { url: 'https://example.org' },
    'app.openDataFolder': undefined,
    'app.storage': undefined,
    'conversations.list': { filter, after, limit: 50 },
    'app.offer': { without: ['stop'], keys: { find: 'CmdOrCtrl+J' } },
    'conversations.get': { id: conversationId },
    'conversations.update': { ids, patch: { title: 'x', pinned: true, projectId: project } },
    'conversations.tag': { ids, tagId: tag, on: true },
    'conversations.delete': { ids },
    'conversations.restore': { ids },
    'conversations.purge': { ids: [conversationId] },
    'conversations.emptyTrash': undefined,
    'conversations.duplicate': { id: conversationId, newId },
    'conversations.fork': { id: conversationId, newId, messageId: reply },
    'conversations.defaults': { id: conversationId },
    'projects.list': undefined,
    'projects.create': { project: { id: newId, parentId: project, name: 'x' } },
    'projects.update': { id: project, patch: { parentId: null, name: 'x', instructions: 'x' } },
    'projects.contents': { id: project },
    'projects.defaults': { id: project },
    'projects.delete': { id: project, conversations: 'parent' },
    'projects.restore': { id: project, deletedAt: 1, moved: { [project]: ids } },
    'tags.list': undefined,
    'tags.create': { tag: { id: newId, name: 'y', color: 'blue' } },
    'tags.update': { id: tag, patch: { name: 'y', color: null } },
    'tags.delete': { id: tag },
    'search.run': { text: 'a', order: 'newest', after: null, limit: 10 },
    'search.find': { conversationId, text: 'a', after: null },
    'search.progress': undefined,
    'statistics.read': { after: null },
    'messages.path': { conversationId, from: 0, limit: 50 },
    'messages.get': { id: reply },
    'messages.send': {
      conversationId,
      conversation: { ...chosen, id: conversationId },
      parentId: reply,
      id: newId,
      replyId: newId.replace('a', 'b'),
      text: 'hello',
    },
    'messages.edit': { id: question, newId, replyId: newId.replace('a', 'b'), text: 'hello' },
    'messages.regenerate': { id: reply, replyId: newId },
    'messages.continue': { id: reply },
    'messages.stop': { conversationId },
    'messages.show': { id: reply },
    'messages.update': { id: reply, patch: { rating: 'up' } },
    'messages.delete': { id: reply, scope: 'below' },
    'messages.restore': { conversationId, deletedAt: 1, currentMessageId: reply },
    'drafts.get': { id: 'new' },
    'drafts.save': { id: 'new', text: 'x' },
    'settings.get': undefined,
    'settings.update': { patch: { theme: 'dark', sidebarWidth: 200 } },
    'providers.list': undefined,
    'providers.create': {
      provider: { ...server, id: newId, parameters: {}, defaultModel: null },
      key: 'sk',
      sessionOnly: false,
    },
    'providers.update': { id: provider, patch: { ...server, models: [{ name: 'x' }] } },
    'providers.delete': { id: GUIDE_ID },
    'providers.saveKey': { id: provider, key: 'sk', sessionOnly: true },
    'providers.removeKey': { id: provider },
    'providers.refreshModels': { id: provider },
    'providers.test': { ...server, id: provider, key: null },
    'providers.discover': undefined,
    'profiles.list': undefined,
    'profiles.create': { name: 'x' },
    'profiles.rename': profile,
    'profiles.switch': { id: 'default' },
    'profiles.delete': { id: 'default' },
    'exports.preview': { jobId: newId, scope: { all: true }, format: 'json', branches: 'all' },
    'exports.run': {
      jobId: newId,
      scope: { ids: [conversationId] },
      format: 'html',
      branches: 'shown',
    },
    'exports.show': { file: '/x' },
    'jobs.cancel': { id: newId },
    'backups.create': { jobId: newId, passphrase: 'secret' },
    'backups.verify': { jobId: newId, name: 'daily-x.db' },
    'backups.open': { jobId: newId, name: null },
    'backups.unlock': { passphrase: 'secret' },
    'backups.preview': { jobId: newId, only: ['projects'], replace: ['projects'] },
    'backups.restore': { jobId: newId, only: ['settings'], replace: [], passphrase: null },
    'backups.leave': undefined,
    'backups.report': undefined,
    'backups.undoRestore': undefined,
    'backups.copies': undefined,
    'backups.copyNow': undefined,
    'backups.show': { file: '/x' },
    'backups.showCopy': { name: '../x' },
    'backups.state': undefined,
    'backups.chooseFolder': undefined,
    'backups.plan': { every: 'daily', keep: 3 },
    'backups.runPlan': undefined,
    'backups.dismiss': undefined,
    'backups.check': { jobId: newId },
    'recovery.state': undefined,
    'recovery.restore': { file: '/x' },
    'recovery.salvage': undefined,
    'recovery.startNew': undefined,
    'recovery.retry': undefined,
  } satisfies Record<CallName, unknown>
}

const UUID = /^[0-9a-f]{8}-/

const huge = 'x'.repeat(4_000_001)
const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown
const polluting = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}',
) as object

// Made once, because making them takes longer than all else.
const anythings = fc.sample(fc.anything({ withBigInt: true, withDate: true, withMap: true }), 5000)

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...anythings) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      undefined,
      '',
      ' ',
      '\0',
      '\ud800',
      '__proto__',
      "'; DROP TABLE messages; --",
      NaN,
      Infinity,
      -0,
      -1,
      1.5,
      2 ** 53,
      2 ** 63,
      1n,
      true,
      false,
      [],
      {},
      [[]],
      polluting,
      new Date(NaN),
      new Map([['id', 1]]),
      new Uint8Array(9),
      Symbol.iterator,
      '../../etc/passwd',
      '00000000-0000-0000-0000-000000000000',
      'file:///etc/passwd',
    ),
  },
)
// Seldom, because it is the slowest to look at.
const nastyOrLarge = fc.oneof(
  { weight: 400, arbitrary: nasty },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(huge, deep) },
)

/** A payload that is spoilt, or made of anything. */
export function badInput(good: unknown): fc.Arbitrary<unknown> {
  if (typeof good !== 'object' || good === null) return nastyOrLarge
  const places = placesIn(good)
  const spoilt = fc
    .tuple(fc.constantFrom(...places), nastyOrLarge, fc.constantFrom('set', 'add', 'remove'))
    .map(([place, value, how]) => spoil(good, place, value, how))
  return fc.oneof({ weight: 3, arbitrary: spoilt }, { weight: 1, arbitrary: nastyOrLarge })
}

/** A payload of the right shape with ids that may belong to anything, or to nothing. */
export function nonsense(good: unknown, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (typeof good === 'string') return UUID.test(good) ? ids : fc.constant(good)
  if (Array.isArray(good)) return fc.tuple(...good.map((item) => nonsense(item, ids)))
  if (typeof good === 'number') return fc.constantFrom(good, 0, 1)
  if (typeof good !== 'object' || good === null) return fc.constant(good)
  return fc.record(
    Object.fromEntries(Object.entries(good).map(([key, value]) => [key, nonsense(value, ids)])),
  )
}

export const isAccepted = (name: CallName, input: unknown) =>
  calls[name].input.safeParse(input).success

function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...placesIn(inner, [...path, key]),
  ])
}

function spoil(good: object, place: string[], value: unknown, how: string): unknown {
  const copy = structuredClone(good) as Record<string, unknown>
  const last = place.at(-1) ?? ''
  const holder = place.slice(0, -1).reduce((at, key) => at[key] as typeof copy, copy)
  if (how === 'remove') delete holder[last]
  else if (how === 'add') holder[`${last}2`] = value
  else holder[last] = value
  return copy
}
