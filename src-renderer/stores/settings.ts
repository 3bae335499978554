import type { Settings, SettingsPatch } from '@contract/settings'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { createMeanwhile } from './meanwhile'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'
import { createOverlay } from './overlay'

interface SettingsState {
  /** Null until main has answered. */
  value: Settings | null
  load: () => Promise<void>
  update: (patch: SettingsPatch) => Promise<void>
  apply: (event: EventMessage) => void
}

const ROW = 'settings'

export function createSettings(ask: Call, notices: NoticesStore) {
  const rows = createOverlay<Settings>()
  const meanwhile = createMeanwhile<Settings>()
  return create<SettingsState>()((set, get) => ({
    value: null,
    async load() {
      const { answer, told } = await meanwhile.during(() => ask('settings.get'))
      if (answer.ok) set({ value: rows.save(ROW, told.get(ROW) ?? answer.value) })
      else
        notices
          .getState()
          .tell({ text: 'sidebar:notices.settingsNotLoaded', failure: answer.error })
    },
    async update(patch) {
      set({ value: rows.propose(ROW, patch) ?? null })
      const answer = await ask('settings.update', { patch })
      set({ value: rows.settle(ROW, patch, answer.ok) ?? null })
      if (!answer.ok) {
        notices.getState().tell({ text: 'sidebar:notices.settingNotSaved', failure: answer.error })
      }
    },
    apply(event) {
      if (event.name === 'library.changed') void get().load()
      if (event.name !== 'settings.saved') return
      meanwhile.tell(ROW, event.value)
      set({ value: rows.save(ROW, event.value) })
    },
  }))
}

export type SettingsStore = ReturnType<typeof createSettings>

export const useSettings = createSettings(call, useNotices)
