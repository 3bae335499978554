import { create } from 'zustand'
import type { SettingName } from './search'

interface Sought {
  /** The setting that the search has led to, for as long as it is marked. */
  name: SettingName | null
  show: (name: SettingName) => void
  clear: () => void
}

export const useSought = create<Sought>()((set) => ({
  name: null,
  show: (name) => set({ name }),
  clear: () => set({ name: null }),
}))
