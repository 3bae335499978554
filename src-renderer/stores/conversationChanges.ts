import type { Conversation, ConversationPatch } from '@contract/entities'
import type { Result } from '@contract/errors'
import type { Call } from '../api'
import { newId } from './ids'
import type { Notice, NoticesStore } from './notices'
import type { Overlay } from './overlay'

/** What one call may change; main takes no more at once. */
export const BATCH = 1000

type Patches = ReadonlyMap<string, Partial<Conversation>>

interface Held {
  rows: Overlay<Conversation>
  byId: () => Readonly<Record<string, Conversation>>
  show: (changed: readonly (Conversation | undefined)[]) => void
  openId: () => string | null
  open: (id: string | null) => void
}

export interface Changes {
  update: (id: string, patch: ConversationPatch) => Promise<void>
  /** Changes many, with a notice that takes each back to what it was. */
  updateAll: (
    ids: readonly string[],
    patch: ConversationPatch,
    done: Pick<Notice, 'text' | 'values'>,
  ) => Promise<void>
  tag: (ids: readonly string[], tagId: string, on: boolean, name: string) => Promise<void>
  remove: (ids: readonly string[]) => Promise<void>
  restore: (ids: readonly string[]) => Promise<boolean>
  purge: (ids: string[]) => Promise<void>
  emptyTrash: () => Promise<void>
  duplicate: (id: string) => Promise<void>
  fork: (id: string, messageId: string) => Promise<void>
}

/** Everything that changes conversations: shown at once, and taken back where main refuses it. */
export function createChanges(ask: Call, notices: NoticesStore, held: Held): Changes {
  const { rows, show, byId } = held

  function tell(notice: Omit<Notice, 'id'>) {
    notices.getState().tell(notice)
  }

  /** Answers which of them were changed. A refusal is told once, however many it concerns. */
  async function propose(
    patches: Patches,
    request: (ids: string[]) => Promise<Result<void>>,
    text: Notice['text'],
  ) {
    const all = [...patches.keys()]
    show(all.map((id) => rows.propose(id, patches.get(id) ?? {})))
    const done: string[] = []
    let refusal: Result<void> | null = null
    for (let from = 0; from < all.length; from += BATCH) {
      const ids = all.slice(from, from + BATCH)
      // After one refusal the rest is not tried: it would be half a change, told of many times.
      const answer: Result<void> = refusal ?? (await request(ids))
      show(ids.map((id) => rows.settle(id, patches.get(id) ?? {}, answer.ok)))
      if (answer.ok) done.push(...ids)
      else refusal = answer
    }
    if (refusal && !refusal.ok) tell({ text, failure: refusal.error })
    return done
  }

  function save(ids: readonly string[], patch: ConversationPatch) {
    return propose(
      new Map(ids.map((id) => [id, patch])),
      (batch) => ask('conversations.update', { ids: batch, patch }),
      'sidebar:notices.conversationNotSaved',
    )
  }

  function setTag(ids: readonly string[], tagId: string, on: boolean) {
    const patches = ids.map((id) => {
      const others = (byId()[id]?.tagIds ?? []).filter((each) => each !== tagId)
      return [id, { tagIds: on ? [...others, tagId] : others }] as const
    })
    return propose(
      new Map(patches),
      (batch) => ask('conversations.tag', { ids: batch, tagId, on }),
      'sidebar:notices.conversationNotSaved',
    )
  }

  async function restore(ids: readonly string[]) {
    const done = await propose(
      new Map(ids.map((id) => [id, { deletedAt: null }])),
      (batch) => ask('conversations.restore', { ids: batch }),
      'sidebar:notices.conversationNotRestored',
    )
    return done.length === ids.length
  }

  return {
    restore,

    async update(id, patch) {
      await save([id], patch)
    },

    async updateAll(ids, patch, notice) {
      const before = byId()
      const differing = ids.filter((id) => before[id] && !has(before[id], patch))
      const done = await save(differing, patch)
      if (done.length === 0) return
      const former = formerOf(done, patch, before)
      const undo = async () => {
        for (const { ids, patch } of former) await save(ids, patch)
      }
      tell({
        ...notice,
        values: { ...notice.values, count: done.length },
        undo: () => void undo(),
      })
    },

    async tag(ids, tagId, on, name) {
      const differing = ids.filter((id) => byId()[id]?.tagIds.includes(tagId) === !on)
      const done = await setTag(differing, tagId, on)
      if (done.length === 0) return
      tell({
        text: on ? 'library:notices.tagged' : 'library:notices.untagged',
        values: { count: done.length, name },
        undo: () => void setTag(done, tagId, !on),
      })
    },

    async remove(ids) {
      const title = byId()[ids[0] ?? '']?.title ?? ''
      const openId = held.openId()
      const wasOpen = openId !== null && ids.includes(openId)
      const deletedAt = Date.now()
      if (wasOpen) held.open(null)
      const done = await propose(
        new Map(ids.map((id) => [id, { deletedAt }])),
        (batch) => ask('conversations.delete', { ids: batch }),
        'sidebar:notices.conversationNotDeleted',
      )
      if (wasOpen && !done.includes(openId)) held.open(openId)
      if (done.length === 0) return
      const undo = async () => {
        if ((await restore(done)) && wasOpen) held.open(openId)
      }
      tell({
        text: done.length === 1 ? 'sidebar:notices.conversationDeleted' : 'library:notices.deleted',
        values: { title, count: done.length },
        undo: () => void undo(),
      })
    },

    async purge(ids) {
      const answer = await ask('conversations.purge', { ids })
      if (!answer.ok) {
        return tell({ text: 'sidebar:notices.conversationNotPurged', failure: answer.error })
      }
      tell({ text: 'sidebar:notices.conversationsPurged', values: { count: ids.length } })
    },

    async emptyTrash() {
      const answer = await ask('conversations.emptyTrash')
      if (!answer.ok) {
        return tell({ text: 'sidebar:notices.conversationNotPurged', failure: answer.error })
      }
      tell({ text: 'sidebar:notices.conversationsPurged', values: answer.value })
    },

    async duplicate(id) {
      const answer = await ask('conversations.duplicate', { id, newId: newId() })
      if (!answer.ok) {
        return tell({ text: 'sidebar:notices.conversationNotDuplicated', failure: answer.error })
      }
      show([rows.save(answer.value.id, answer.value)])
      held.open(answer.value.id)
    },

    async fork(id, messageId) {
      const answer = await ask('conversations.fork', { id, messageId, newId: newId() })
      if (!answer.ok) {
        return tell({ text: 'sidebar:notices.conversationNotForked', failure: answer.error })
      }
      show([rows.save(answer.value.id, answer.value)])
      held.open(answer.value.id)
      tell({ text: 'sidebar:notices.conversationForked' })
    },
  }
}

function has(conversation: Conversation, patch: ConversationPatch) {
  return Object.entries(patch).every(([field, value]) => {
    // The keys of a patch are fields of a conversation, which Object.entries widens.
    return conversation[field as keyof ConversationPatch] === value
  })
}

/** What the fields of the patch were before, with the conversations in which they were that. */
function formerOf(
  ids: readonly string[],
  patch: ConversationPatch,
  before: Readonly<Record<string, Conversation>>,
) {
  const groups = new Map<string, { patch: ConversationPatch; ids: string[] }>()
  for (const id of ids) {
    const row = before[id]
    if (!row) continue
    const fields = Object.entries(row).filter(([field]) => field in patch)
    const key = JSON.stringify(fields)
    const group = groups.get(key)
    if (group) group.ids.push(id)
    else groups.set(key, { patch: Object.fromEntries(fields), ids: [id] })
  }
  return [...groups.values()]
}
