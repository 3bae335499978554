import type { RootState } from '@contract/state'
import { lazy, Suspense } from 'react'
import { useCommands } from './shortcuts/run'
import { ShortcutsDialog } from './shortcuts/ShortcutsDialog'
import { ChatView } from './chat/ChatView'
import { Notifications } from './notices/Notifications'
import { StorageBanners } from './notices/StorageBanners'
import { Sidebar } from './sidebar/Sidebar'
import { TrashView } from './sidebar/TrashView'
import { useView } from '../stores/view'

const SettingsDialog = lazy(() => import('./settings/SettingsDialog'))

export function Layout({ root }: { root: RootState | null }) {
  const page = useView((state) => state.page)
  const settingsTab = useView((state) => state.settingsTab)
  useCommands()
  return (
    <div className="flex h-full flex-col">
      <StorageBanners root={root} />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main className="relative flex min-w-0 flex-1 flex-col">
          {page === 'trash' ? <TrashView /> : <ChatView />}
          <Notifications />
        </main>
      </div>
      <ShortcutsDialog />
      {settingsTab !== null && (
        <Suspense>
          <SettingsDialog
            open
            tab={settingsTab}
            onClose={() => useView.getState().openSettings(null)}
          />
        </Suspense>
      )}
    </div>
  )
}
