import type { RootState } from '@contract/state'
import { useEffect } from 'react'
import { BackupBanner } from './backup/BackupBanner'
import { useRestoreReport } from './backup/report'
import { useCommands } from './shortcuts/run'
import { useOffered } from './shortcuts/useOffered'
import { ChatView } from './chat/ChatView'
import { MoveBanners } from './moving/MoveBanners'
import { MovingDialog } from './moving/MovingDialog'
import { Notifications } from './notices/Notifications'
import { StorageBanners } from './notices/StorageBanners'
import { Sidebar } from './sidebar/Sidebar'
import { TrashView } from './sidebar/TrashView'
import { SpaceBanners } from './space/SpaceBanners'
import { useSpaceReport } from './space/report'
import { useImports } from '../stores/imports'
import { useBackups } from '../stores/backups'
import { useLibraryView } from '../stores/libraryView'
import { useMoving } from '../stores/moving'
import { useSpace } from '../stores/space'
import { useTransfer } from '../stores/transfer'
import { useView } from '../stores/view'
import { late } from '../ui/late'

const SearchPage = late(async () => (await import('./search/SearchPage')).default)
const LibraryDialogs = late(async () => (await import('./library/LibraryDialogs')).default)
const StatisticsView = late(async () => (await import('./statistics/StatisticsView')).default)
const SettingsDialog = late(async () => (await import('./settings/SettingsDialog')).default)
const ExportDialog = late(async () => (await import('./transfer/ExportDialog')).default)
const MoveDialog = late(async () => (await import('./moving/MoveDialog')).default)
const ImportDialog = late(async () => (await import('./import/ImportDialog')).default)
const BackupDialogs = late(async () => (await import('./backup/BackupDialogs')).default)
const SpaceDialogs = late(async () => (await import('./space/SpaceDialogs')).default)
const ShortcutsDialog = late(async () => (await import('./shortcuts/ShortcutsDialog')).default)

export function Layout({ root }: { root: RootState | null }) {
  const page = useView((state) => state.page)
  const settingsTab = useView((state) => state.settingsTab)
  const shortcutsOpen = useView((state) => state.shortcutsOpen)
  const libraryAsks = useLibraryView((state) => state.dialog !== null)
  const backupAsks = useBackups((state) => state.dialog !== null)
  const spaceAsks = useSpace((state) => state.dialog !== null)
  const exporting = useTransfer((state) => state.exporting)
  const movingAsks = useMoving((state) => state.asking)
  const importing = useImports((state) => state.open)
  useCommands()
  useOffered()
  useRestoreReport()
  useSpaceReport()

  // Its field may come with it, and what is typed meanwhile would be lost.
  useEffect(() => {
    const idle = requestIdleCallback(SearchPage.load, { timeout: 2_000 })
    return () => cancelIdleCallback(idle)
  }, [])

  return (
    <div className="flex h-full flex-col">
      <StorageBanners root={root} />
      <MoveBanners />
      <BackupBanner />
      <SpaceBanners />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main className="relative flex min-w-0 flex-1 flex-col">
          {page === 'trash' ? (
            <TrashView />
          ) : page === 'statistics' ? (
            <StatisticsView />
          ) : page === 'search' ? (
            <SearchPage />
          ) : (
            <ChatView />
          )}
          <Notifications />
        </main>
      </div>
      {libraryAsks && <LibraryDialogs />}
      {backupAsks && <BackupDialogs />}
      {spaceAsks && <SpaceDialogs />}
      {exporting && <ExportDialog scope={exporting} />}
      {movingAsks && <MoveDialog />}
      <MovingDialog />
      {importing && <ImportDialog />}
      {shortcutsOpen && <ShortcutsDialog />}
      {settingsTab !== null && (
        <SettingsDialog
          open
          tab={settingsTab}
          onClose={() => useView.getState().openSettings(null)}
        />
      )}
    </div>
  )
}
