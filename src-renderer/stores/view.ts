import { create } from 'zustand'

/** What the window shows besides the conversation; none of it outlives the window. */
interface View {
  page: 'chat' | 'trash' | 'search' | 'statistics'
  settingsTab: string | null
  shortcutsOpen: boolean
  /** A narrow window lays the sidebar over the chat, only while it is needed. */
  sidebarOver: boolean
  renaming: { id: string; where: 'list' | 'header' } | null
  /** The own message that is being changed in place, and the text so far. */
  editing: { id: string; text: string } | null
  modelPickerOpen: boolean
  showPage: (page: View['page']) => void
  openSettings: (tab: string | null) => void
  showShortcuts: (open: boolean) => void
  showSidebarOver: (open: boolean) => void
  rename: (renaming: View['renaming']) => void
  edit: (editing: View['editing']) => void
  pickModel: (open: boolean) => void
}

export const useView = create<View>()((set) => ({
  page: 'chat',
  settingsTab: null,
  shortcutsOpen: false,
  sidebarOver: false,
  renaming: null,
  editing: null,
  modelPickerOpen: false,
  showPage: (page) => set({ page, sidebarOver: false }),
  openSettings: (settingsTab) => set({ settingsTab }),
  showShortcuts: (shortcutsOpen) => set({ shortcutsOpen }),
  showSidebarOver: (sidebarOver) => set({ sidebarOver }),
  rename: (renaming) => set({ renaming }),
  edit: (editing) => set({ editing }),
  pickModel: (modelPickerOpen) => set({ modelPickerOpen }),
}))
