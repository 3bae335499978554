import { url as inspectorUrl } from 'node:inspector'
import { setTimeout as wait } from 'node:timers/promises'
import { app, BrowserWindow, Menu, nativeTheme, session, shell } from 'electron'
import type { Publish } from '@contract/events'
import { type App, openApp } from './app'
import { bundled, environment, keepChromiumIn, now } from './environment'
import { publishTo, registerCalls } from '../ipc/register'
import type { Log } from '../log'
import { completeMoves } from '../moving/finish'
import { systemCipher } from '../shell/cipher'
import { takeRoot } from '../shell/takeRoot'
import { offerContextMenu } from '../shell/contextMenu'
import { fileDialogs } from '../shell/fileDialogs'
import { openLink } from '../shell/links'
import { openLog } from '../shell/log'
import { type Offer, showMenu } from '../shell/menu'
import { netFetch } from '../shell/netFetch'
import { systemNotifications } from '../shell/notifications'
import { replyNotifier } from '../shell/notify'
import { openDialog } from '../shell/openDialog'
import { printPdf } from '../shell/printPdf'
import { serveApp } from '../shell/protocol'
import { saveDialog, showProgressIn } from '../shell/saveDialog'
import { restrictContents, restrictSession } from '../shell/security'
import { restart } from '../shell/restart'
import { openMachineSettings } from '../shell/settingsStore'
import { openWindow } from '../shell/window'
import { contentFile } from '../storage/attachments'
import { openLayout, paths } from '../storage/layout'
import { DEFAULT_PROFILE } from '../storage/profiles'
import { describeRoot, resolveRoot } from '../storage/root'
import type { MachineSettingsFile } from '../storage/settingsFile'

/** How long the end of the program may wait for replies to be saved. */
const QUIT_PATIENCE_MS = 3000
const DEBUGGER_NEEDS_MS = 400

/**
 * The window: where the data is, the lock, the database, the page, in this order, so that nothing
 * opens a file before it is known where files belong. Throws when there is no place for data.
 */
export async function startProgram(): Promise<void> {
  const world = environment()
  const refused = completeMoves(world.appDataDir, now())
  const root = resolveRoot(world)
  openLayout(root.path, now())
  const place = paths(root.path, DEFAULT_PROFILE)
  keepChromiumIn(place.chromium, root)
  app.setAppLogsPath(place.logs)
  const log = openLog(place.logs)
  log.info(describeRoot(root))
  for (const error of refused) log.warn('a move could not be completed', { error })
  if (!(await takeRoot(place.lock, log))) {
    log.info('this root is open already; its window comes to the front')
    app.exit(0)
    return
  }
  watchForBugs(log)
  const { settings, problem } = openMachineSettings(place.settings, now())
  if (problem) log.warn('settings.json was replaced by its last good copy', { problem })

  const windows = () => BrowserWindow.getAllWindows()
  const publish = publishTo(windows)
  const front = () => BrowserWindow.getFocusedWindow() ?? windows()[0]
  const askOpen = openDialog(front)
  const askWhere = saveDialog(front)
  const openChecked = (url: string) => openLink(url, front())
  const show = () =>
    showWindow(
      () => openWindow(settings, true, (error) => log.warn('window bounds not saved', { error })),
      log,
    )
  const read = async () => (await opening).context().read
  const notify = replyNotifier({
    focused: () => BrowserWindow.getFocusedWindow() !== null,
    allowed: async () => (await (await read()).settings.get()).notifyWhenDone,
    conversation: async (id) => (await read()).conversations.get(id),
    show: systemNotifications(),
    open: (id) => {
      show()
      publish('conversation.chosen', { id })
    },
    failed: (error) => log.warn('a notification was not shown', { error }),
  })
  let offer: (wanted: Offer) => void = () => undefined
  // Its threads load while Electron gets ready, which keeps only this one busy.
  const opening = openApp({
    root,
    settings,
    appDataDir: world.appDataDir,
    migrations: bundled.migrations(),
    now,
    log,
    publish: alsoHere([publish, notify], settings, log),
    cipher: systemCipher,
    fetch: netFetch,
    info: {
      version: app.getVersion(),
      platform: process.platform,
      versions: versions(),
    },
    openLink: openChecked,
    offer: (wanted) => offer(wanted),
    askWhere,
    askOpen,
    world,
    restart,
    noteFile: (file) => app.addRecentDocument(file),
    files: fileDialogs(askOpen, askWhere),
    printPdf,
    async clearCaches() {
      await session.defaultSession.clearCache()
      await session.defaultSession.clearCodeCaches({})
    },
    showFile: (file) => shell.showItemInFolder(file),
    showProgress: (fraction) => showProgressIn(windows, fraction),
    openFolder: async (folder) => void (await shell.openPath(folder)),
    reload: () => windows().forEach((window) => window.webContents.reload()),
  })
  // Told where it is waited for, below.
  opening.catch(() => undefined)
  // Or Electron makes one that nobody sees.
  Menu.setApplicationMenu(null)
  await app.whenReady()
  restrictSession(session.defaultSession)
  restrictContents(
    (url) => void openChecked(url).catch((error: unknown) => log.warn('link refused', { error })),
  )
  const hasBegun = serveApp(session.defaultSession, bundled.renderer, async (sha256) => {
    const { read, attachmentsFolder } = (await opening).context()
    return (await read.attachments.isKnown(sha256)) ? contentFile(attachmentsFolder, sha256) : null
  })
  nativeTheme.themeSource = settings.get().theme
  app.on('second-instance', show)
  app.on('activate', show)
  await letDebuggerAttach()
  // The schemas of all calls are made while the page reads its files, which would wait for them before.
  const answering = hasBegun.then(() => import('../ipc/server'))
  // The page loads while the database opens; what it asks meanwhile waits.
  registerCalls(windows, async (name, input) => {
    const { dispatch } = await answering
    return dispatch((await opening).context(), name, input)
  })
  show()
  // While the page's process starts, which would otherwise wait for both of them.
  offer = showMenu({
    command: (command) => publish('command.chosen', { command }),
    openLogs: () => void shell.openPath(place.logs),
    openData: () => void shell.openPath(root.path),
  })
  quitSafely(await opening, log)
}

function showWindow(open: () => BrowserWindow, log: Log): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window) {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return
  }
  const opened = open()
  offerContextMenu(opened)
  opened.webContents.on('render-process-gone', (_, details) => {
    log.error('the page died', { reason: details.reason, exitCode: details.exitCode })
    // Replies go on without a page; the new one reads them from the database.
    if (details.reason !== 'clean-exit' && !opened.isDestroyed()) opened.webContents.reload()
  })
}

/** The native parts (menus, scroll bars, the first colour of a window) follow the chosen theme. */
function alsoHere(listeners: Publish[], settings: MachineSettingsFile, log: Log): Publish {
  return (name, value) => {
    for (const tell of listeners) tell(name, value)
    if (name !== 'settings.saved' || !('theme' in value)) return
    nativeTheme.themeSource = value.theme
    try {
      if (settings.get().theme !== value.theme) settings.change({ theme: value.theme })
    } catch (error) {
      log.warn('the theme is not noted for the next start', { error })
    }
  }
}

/** A debugger that attaches while the first window is being made hangs, and with it every test. */
async function letDebuggerAttach(): Promise<void> {
  if (inspectorUrl() !== undefined) await wait(DEBUGGER_NEEDS_MS)
}

function quitSafely(opened: App, log: Log): void {
  let closed = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    const tooLate = setTimeout(() => app.exit(0), QUIT_PATIENCE_MS)
    opened
      .close()
      .catch((error: unknown) => log.error('closing failed', { error }))
      .finally(() => {
        clearTimeout(tooLate)
        closed = true
        app.quit()
      })
  })
}

/** A bug in one place must not end the replies that are being written in others. */
function watchForBugs(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught exception', { error }))
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }))
}

function versions(): Record<string, string> {
  const { electron, chrome, node } = process.versions
  return { electron, chrome, node }
}
