import type { Attachment, AttachmentSource } from '@contract/attachments'
import type { LARGEST_ATTACHMENT, MOST_ATTACHMENTS } from '@contract/values'
import type { Failure } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call, pathOf } from '../api'
import type { Call } from '../api'
import { newId } from './ids'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'

/** The contract's limits, of which a window has only the types. */
export const LARGEST: typeof LARGEST_ATTACHMENT = 100_000_000
export const MOST: typeof MOST_ATTACHMENTS = 20

/** A file beside what is typed. Without `saved` it is on its way to the disk, under an id of its own. */
export interface DraftFile {
  id: string
  name: string
  bytes: number
  saved: Attachment | null
}

interface DraftFiles {
  /** By conversation, or `new`. Those that are not here have not been read yet. */
  files: Readonly<Record<string, readonly DraftFile[]>>
  load: (draft: string) => Promise<void>
  /** Files that were dropped or pasted. */
  add: (draft: string, given: readonly File[]) => Promise<void>
  /** Answers the id of the file, or null where it was refused. */
  addBytes: (draft: string, name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string | null>
  choose: (draft: string) => Promise<void>
  remove: (draft: string, id: string) => Promise<void>
  /** Takes those that are saved, for a question on its way. */
  take: (draft: string) => readonly Attachment[]
  giveBack: (draft: string, taken: readonly Attachment[]) => void
  apply: (event: EventMessage) => void
}

export function createDraftFiles(ask: Call, notices: NoticesStore, path: (file: File) => string) {
  return create<DraftFiles>()((set, get) => {
    function change(
      draft: string,
      with_: (files: readonly DraftFile[]) => readonly DraftFile[],
    ): void {
      set(({ files }) => ({ files: { ...files, [draft]: with_(files[draft] ?? []) } }))
    }

    function refuse(name: string, failure: Failure) {
      notices
        .getState()
        .tell({ text: 'attachments:notices.notAttached', values: { name }, failure })
    }

    /** Shown at once, saved as soon as main has it. */
    async function send(
      draft: string,
      { name, bytes }: { name: string; bytes: number },
      source: () => Promise<AttachmentSource>,
    ): Promise<string | null> {
      const id = newId()
      if (bytes > LARGEST) {
        refuse(name, { code: 'attachment_too_large', values: { limit: `${LARGEST / 1e6} MB` } })
        return null
      }
      change(draft, (files) => [...files, { id, name, bytes, saved: null }])
      const answer = await ask('attachments.add', { draftId: draft, source: await source() })
      if (answer.ok) {
        const saved = toFile(answer.value)
        change(draft, (files) => files.map((each) => (each.id === id ? saved : each)))
        return saved.id
      }
      change(draft, (files) => files.filter((each) => each.id !== id))
      refuse(name, answer.error)
      return null
    }

    return {
      files: {},
      async load(draft) {
        if (draft in get().files) return
        const answer = await ask('attachments.ofDraft', { draftId: draft })
        if (!answer.ok) return
        // What was attached before the answer came may be in it already.
        change(draft, (files) => {
          const known = new Set(files.map(({ id }) => id))
          return [...answer.value.filter(({ id }) => !known.has(id)).map(toFile), ...files]
        })
      },
      async add(draft, given) {
        // One after the other, so that they stand in the order in which they were given.
        for (const file of given) {
          const place = path(file)
          const source = async () =>
            place ? { path: place } : { name: file.name, bytes: await bytesOf(file) }
          await send(draft, { name: file.name, bytes: file.size }, source)
        }
      },
      addBytes: (draft, name, bytes) =>
        send(draft, { name, bytes: bytes.length }, () => Promise.resolve({ name, bytes })),
      async choose(draft) {
        const answer = await ask('attachments.choose', { draftId: draft })
        if (!answer.ok) return refuse('', answer.error)
        change(draft, (files) => [...files, ...answer.value.added.map(toFile)])
        for (const { name, failure } of answer.value.refused) refuse(name, failure)
      },
      async remove(draft, id) {
        const before = get().files[draft] ?? []
        change(draft, (files) => files.filter((each) => each.id !== id))
        const answer = await ask('attachments.remove', { draftId: draft, id })
        if (answer.ok) return
        change(draft, () => before)
        notices.getState().tell({ text: 'attachments:notices.notRemoved', failure: answer.error })
      },
      take(draft) {
        const files = get().files[draft] ?? []
        change(draft, () => files.filter(({ saved }) => saved === null))
        return files.flatMap(({ saved }) => saved ?? [])
      },
      giveBack(draft, taken) {
        change(draft, (files) => [...taken.map(toFile), ...files])
      },
      apply(event) {
        if (event.name !== 'conversation.purged') return
        const gone = new Set<string>(event.value.ids)
        set(({ files }) => ({
          files: Object.fromEntries(Object.entries(files).filter(([id]) => !gone.has(id))),
        }))
      },
    }
  })
}

function toFile(saved: Attachment): DraftFile {
  const { id, name, bytes } = saved
  return { id, name, bytes, saved }
}

async function bytesOf(file: File) {
  return new Uint8Array(await file.arrayBuffer())
}

export type DraftFilesStore = ReturnType<typeof createDraftFiles>

export const useDraftFiles = createDraftFiles(call, useNotices, pathOf)
