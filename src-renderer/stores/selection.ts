import { create } from 'zustand'

interface Selection {
  ids: ReadonlySet<string>
  /** Where a range begins. */
  anchor: string | null
  toggle: (id: string) => void
  /** Selects from the anchor to `id`, in the order of the list. */
  extendTo: (id: string, order: readonly string[]) => void
  selectAll: (order: readonly string[]) => void
  /** Says where a range would begin. */
  anchorAt: (id: string | null) => void
  clear: () => void
}

const nothing: ReadonlySet<string> = new Set()

/** The conversations chosen in the list, to be changed together. */
export const useSelection = create<Selection>()((set) => ({
  ids: nothing,
  anchor: null,
  toggle: (id) =>
    set(({ ids }) => {
      const next = new Set(ids)
      if (!next.delete(id)) next.add(id)
      return { ids: next, anchor: id }
    }),
  extendTo: (id, order) =>
    set(({ anchor }) => {
      const from = Math.max(0, order.indexOf(anchor ?? id))
      const to = order.indexOf(id)
      if (to < 0) return {}
      const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
      return { ids: new Set(range), anchor: order[from] ?? id }
    }),
  selectAll: (order) => set({ ids: new Set(order) }),
  anchorAt: (anchor) => set({ anchor }),
  clear: () => set({ ids: nothing }),
}))
