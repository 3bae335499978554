import { create } from 'zustand'

interface Leaving {
  /** Whether the open form holds changes that were not saved. */
  unsaved: boolean
  /** What the user wanted to do when the form stood in the way. */
  pending: (() => void) | null
  setUnsaved: (unsaved: boolean) => void
  /** Goes on at once, or first asks whether the changes may be lost. */
  leave: (go: () => void) => void
  stay: () => void
  discard: () => void
}

export const useLeaving = create<Leaving>()((set, get) => ({
  unsaved: false,
  pending: null,
  setUnsaved: (unsaved) => set({ unsaved }),
  leave(go) {
    if (get().unsaved) set({ pending: go })
    else go()
  },
  stay: () => set({ pending: null }),
  discard() {
    const go = get().pending
    set({ unsaved: false, pending: null })
    go?.()
  },
}))
