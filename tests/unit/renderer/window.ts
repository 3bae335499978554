import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Conversation, Message, ProviderView } from '@contract/entities'
import type { Settings } from '@contract/settings'
import type { ErrorCode, Result } from '@contract/errors'
import type { Project, Tag } from '@contract/library'
import type { EventName, Events } from '@contract/events'
import type { Call } from '../../../src-renderer/api'
import { createConversations } from '../../../src-renderer/stores/conversations'
import { createDraftFiles } from '../../../src-renderer/stores/draftFiles'
import { createDrafts } from '../../../src-renderer/stores/drafts'
import { createFind } from '../../../src-renderer/stores/find'
import { createFound } from '../../../src-renderer/stores/found'
import { createLibrary } from '../../../src-renderer/stores/library'
import { createMessages } from '../../../src-renderer/stores/messages'
import { createNotices } from '../../../src-renderer/stores/notices'
import { createProviders } from '../../../src-renderer/stores/providers'
import { createSearch } from '../../../src-renderer/stores/search'
import { createSettings } from '../../../src-renderer/stores/settings'

export type Answers = {
  [K in CallName]?: (input: CallInput<K>) => Result<CallOutput<K>> | Promise<Result<CallOutput<K>>>
}

/** A window's stores over a main process that answers as the test says; other calls answer nothing. */
export function openWindow(answers: Answers = {}) {
  const asked: { name: CallName; input: unknown }[] = []
  const call: Call = async (name, ...[input]) => {
    asked.push({ name, input })
    const answer = answers[name] as ((input: unknown) => unknown) | undefined
    return (await Promise.resolve(answer ? answer(input) : ok(undefined))) as never
  }
  const notices = createNotices()
  const settings = createSettings(call, notices)
  const providers = createProviders(call, notices)
  const library = createLibrary(call, notices)
  const conversations = createConversations(call, notices, settings, library)
  const drafts = createDrafts(call, notices)
  const draftFiles = createDraftFiles(call, notices, () => '')
  const messages = createMessages(call, notices, conversations, drafts, draftFiles)
  const search = createSearch(call)
  const found = createFound()
  const find = createFind(call, found)
  return {
    asked,
    inputsOf: (name: CallName) =>
      asked.filter((each) => each.name === name).map((each) => each.input),
    notices,
    settings,
    providers,
    library,
    conversations,
    drafts,
    draftFiles,
    messages,
    search,
    found,
    find,
    /** Tells the window a fact, as main does. */
    tell<K extends EventName>(name: K, value: Events[K]) {
      const event = { name, value } as never
      const stores = [library, settings, providers, conversations, drafts, messages, search, find]
      for (const store of stores) store.getState().apply(event)
    },
  }
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function refused(code: ErrorCode): Result<never> {
  return { ok: false, error: { code } }
}

/** An answer that comes when the test wants it. */
export function later<T>() {
  let answer: (result: Result<T>) => void = () => undefined
  const promise = new Promise<Result<T>>((resolve) => (answer = resolve))
  return { promise, answer }
}

let seq = 0

export function aConversation(fields: Partial<Conversation> = {}): Conversation {
  seq += 1
  return {
    seq,
    id: `conversation-${seq}`,
    title: `Conversation ${seq}`,
    titleSource: 'text',
    pinned: false,
    archived: false,
    projectId: null,
    currentMessageId: null,
    providerId: null,
    model: null,
    parameters: null,
    instructions: '',
    scroll: null,
    messageCount: 0,
    createdAt: seq,
    updatedAt: seq,
    deletedAt: null,
    source: null,
    tagIds: [],
    ...fields,
  }
}

export function aProject(fields: Partial<Project> = {}): Project {
  seq += 1
  return {
    seq,
    id: `project-${seq}`,
    parentId: null,
    name: `Project ${seq}`,
    instructions: '',
    providerId: null,
    model: null,
    parameters: null,
    createdAt: seq,
    updatedAt: seq,
    deletedAt: null,
    source: null,
    ...fields,
  }
}

export function aTag(fields: Partial<Tag> = {}): Tag {
  seq += 1
  return { seq, id: `tag-${seq}`, name: `Tag ${seq}`, color: null, createdAt: seq, ...fields }
}

export function aMessage(fields: Partial<Message> = {}): Message {
  seq += 1
  return {
    seq,
    id: `message-${seq}`,
    conversationId: 'conversation',
    parentId: null,
    role: 'assistant',
    status: 'complete',
    parts: [],
    model: null,
    providerId: null,
    usage: null,
    timings: null,
    rating: null,
    createdAt: seq,
    updatedAt: seq,
    deletedAt: null,
    source: null,
    ...fields,
  }
}

export function aProvider(fields: Partial<ProviderView> = {}): ProviderView {
  return {
    id: 'provider',
    kind: 'openai-compatible',
    name: 'Server',
    baseUrl: '',
    headers: {},
    parameters: {},
    models: [],
    defaultModel: null,
    apiKeyId: null,
    keyState: 'none',
    takes: ['image', 'text'],
    createdAt: 0,
    updatedAt: 0,
    ...fields,
  }
}

export function someSettings(fields: Partial<Settings> = {}): Settings {
  return {
    theme: 'system',
    language: 'en',
    sendKey: 'enter',
    messageFontSize: 15,
    sidebarWidth: 272,
    sidebarOpen: true,
    openConversationId: null,
    defaultProviderId: null,
    defaultModel: null,
    titlesByModel: true,
    notifyWhenDone: true,
    plainKeysAllowed: false,
    discoveryAllowed: true,
    trashDays: null,
    sizeLimit: null,
    makeRoom: false,
    listSort: 'activity',
    keys: {},
    ...fields,
  }
}

/** A branch of `count` messages, each answering the one before. */
export function aBranch(count: number, name = 'm'): Message[] {
  return Array.from({ length: count }, (_, index) =>
    aMessage({ id: `${name}${index}`, parentId: index === 0 ? null : `${name}${index - 1}` }),
  )
}

/** Answers `messages.path` from a whole branch, as main does. */
export function pathOf(branch: () => readonly Message[]) {
  return ({
    from,
    around,
    limit,
  }: CallInput<'messages.path'>): Result<CallOutput<'messages.path'>> => {
    const all = branch()
    const middle = all.findIndex(({ id }) => id === around)
    const last = Math.max(0, all.length - limit)
    const first = from ?? (middle < 0 ? last : Math.min(last, Math.max(0, middle - limit / 2)))
    const messages = all.slice(first, first + limit)
    return ok({ total: all.length, from: first, messages, versions: {} })
  }
}
