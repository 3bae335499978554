import { create } from 'zustand'

/** The dialog of the library that is open, and what it is about. */
export type LibraryDialog =
  | { kind: 'move'; ids: readonly string[] }
  | { kind: 'tags'; ids: readonly string[] }
  | { kind: 'manageTags' }
  | { kind: 'chatSettings'; id: string }
  /** `ids` move into it once it exists. */
  | { kind: 'newProject'; parentId: string | null; ids: readonly string[] }
  | { kind: 'moveProject'; id: string }
  | { kind: 'projectSettings'; id: string }
  | { kind: 'deleteProject'; id: string }

export type SidebarSection = 'projects' | 'tags'

/** What the window shows of the library; none of it outlives the window. */
interface LibraryView {
  dialog: LibraryDialog | null
  /** Projects whose inside is shown. */
  expanded: ReadonlySet<string>
  folded: Readonly<Record<SidebarSection, boolean>>
  /** The project that is renamed in place. */
  renaming: string | null
  ask: (dialog: LibraryDialog | null) => void
  expand: (id: string, open: boolean) => void
  fold: (section: SidebarSection, folded: boolean) => void
  rename: (id: string | null) => void
}

export const useLibraryView = create<LibraryView>()((set) => ({
  dialog: null,
  expanded: new Set(),
  folded: { projects: false, tags: false },
  renaming: null,
  ask: (dialog) => set({ dialog }),
  expand: (id, open) =>
    set(({ expanded }) => {
      const next = new Set(expanded)
      if (open) next.add(id)
      else next.delete(id)
      return { expanded: next }
    }),
  fold: (section, folded) => set((state) => ({ folded: { ...state.folded, [section]: folded } })),
  rename: (renaming) => set({ renaming }),
}))
