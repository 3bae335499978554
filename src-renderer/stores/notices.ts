import type { Failure } from '@contract/errors'
import { create } from 'zustand'
import type attachments from '@locales/en/attachments.json'
import type backup from '@locales/en/backup.json'
import type chat from '@locales/en/chat.json'
import type importing from '@locales/en/importing.json'
import type library from '@locales/en/library.json'
import type moving from '@locales/en/moving.json'
import type sidebar from '@locales/en/sidebar.json'
import type space from '@locales/en/space.json'
import type transfer from '@locales/en/transfer.json'
import { newId } from './ids'

type Singular<Key> = Key extends `${infer Text}_${'one' | 'other'}` ? Text : Key
type AttachmentsText = Singular<keyof (typeof attachments)['notices']>
type BackupText = Singular<keyof (typeof backup)['notices']>
type ChatText = Singular<keyof (typeof chat)['notices']>
type ImportText = Singular<keyof (typeof importing)['notices']>
type LibraryText = Singular<keyof (typeof library)['notices']>
type MovingText = Singular<keyof (typeof moving)['notices']>
type SpaceText = Singular<keyof (typeof space)['notices']>
type TransferText = Singular<keyof (typeof transfer)['notices']>
type SidebarText = Singular<keyof (typeof sidebar)['notices']>

/** Something that happened. With `undo` it can be taken back; with `failure` it went wrong. */
export interface Notice {
  id: string
  text:
    | `attachments:notices.${AttachmentsText}`
    | `backup:notices.${BackupText}`
    | `chat:notices.${ChatText}`
    | `importing:notices.${ImportText}`
    | `library:notices.${LibraryText}`
    | `moving:notices.${MovingText}`
    | `sidebar:notices.${SidebarText}`
    | `space:notices.${SpaceText}`
    | `transfer:notices.${TransferText}`
  values?: Record<string, string | number>
  failure?: Failure
  /** What is to be known besides, in sentences. */
  lines?: readonly string[]
  /** What can be done with what has come of it. */
  action?: {
    text:
      | 'transfer:showInFolder'
      | 'importing:showReport'
      | 'backup:undo.open'
      | 'space:report.restore'
    run: () => void
  }
  /** Holds much, and is there for long enough to be read. */
  report?: boolean
  undo?: () => void
}

interface Notices {
  toasts: readonly Notice[]
  /** Why saving does not work at the moment. */
  problem: Failure | null
  tell: (notice: Omit<Notice, 'id'>) => string
  dismiss: (id: string) => void
  /** Takes back the latest thing that can be. */
  undoLast: () => void
  setProblem: (problem: Failure | null) => void
}

export function createNotices() {
  return create<Notices>()((set, get) => ({
    toasts: [],
    problem: null,
    tell(notice) {
      const id = newId()
      set(({ toasts }) => ({ toasts: [...toasts.slice(-3), { ...notice, id }] }))
      return id
    },
    dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
    undoLast() {
      const last = get().toasts.findLast((toast) => toast.undo)
      if (!last) return
      get().dismiss(last.id)
      last.undo?.()
    },
    setProblem: (problem) => set({ problem }),
  }))
}

export type NoticesStore = ReturnType<typeof createNotices>

export const useNotices = createNotices()
