import type { Profile } from '@contract/state'
import type { Failure, Result } from '@contract/errors'
import { create } from 'zustand'
import { call } from '../../api'
import type { Call } from '../../api'

export type ListedProfile = Profile & { bytes: number }

interface Profiles {
  active: string
  /** Null until main has answered. */
  list: readonly ListedProfile[] | null
  failure: Failure | null
  load: () => Promise<void>
  add: (name: string) => Promise<boolean>
  rename: (id: string, name: string) => Promise<void>
  switchTo: (id: string) => Promise<void>
  remove: (id: string) => Promise<void>
}

/** The profiles of this data folder. There are no events about them, so each change reads the list again. */
export function createProfiles(ask: Call) {
  return create<Profiles>()((set, get) => {
    async function afterwards(answer: Result<unknown>) {
      set({ failure: answer.ok ? null : answer.error })
      const list = await ask('profiles.list')
      if (list.ok) set({ active: list.value.active, list: list.value.profiles })
      else set({ failure: list.error })
      return answer.ok
    }
    return {
      active: '',
      list: null,
      failure: null,
      async load() {
        await afterwards({ ok: true, value: null })
      },
      add: async (name) => afterwards(await ask('profiles.create', { name })),
      async rename(id, name) {
        const before = get().list
        const renamed = before?.map((each) => (each.id === id ? { ...each, name } : each))
        set({ list: renamed ?? null })
        await afterwards(await ask('profiles.rename', { id, name }))
      },
      async switchTo(id) {
        const answer = await ask('profiles.switch', { id })
        if (!answer.ok) set({ failure: answer.error })
      },
      async remove(id) {
        await afterwards(await ask('profiles.delete', { id }))
      },
    }
  })
}

export const useProfiles = createProfiles(call)
