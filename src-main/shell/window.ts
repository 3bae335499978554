import { BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { MachineSettings, MachineSettingsFile } from '../storage/settingsFile'
import { APP_URL } from './protocol'
import { WEB_PREFERENCES } from './security'

const SMALLEST = { width: 480, height: 400 }
const FIRST = { width: 1180, height: 800 }
const SAVE_AFTER_MS = 300
/** The page's own colours, so that no white shows before it is painted. */
const BACKGROUND = { light: '#fbfaf8', dark: '#191817' }

type Bounds = NonNullable<MachineSettings['window']>

/** Opens the window where it was, or centred on the screen where that display is gone. */
export function openWindow(
  settings: MachineSettingsFile,
  show: boolean,
  onSaveFailed: (error: unknown) => void,
): BrowserWindow {
  const known = settings.get().window
  const window = new BrowserWindow({
    ...FIRST,
    ...(known && visible(known)),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Keepsake',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      ...WEB_PREFERENCES,
      preload: join(import.meta.dirname, '../preload/index.cjs'),
    },
  })
  if (known?.maximized) window.maximize()
  if (show) window.once('ready-to-show', () => window.show())
  keepBounds(window, settings, onSaveFailed)
  void window.loadURL(APP_URL)
  return window
}

function keepBounds(
  window: BrowserWindow,
  settings: MachineSettingsFile,
  onSaveFailed: (error: unknown) => void,
): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    try {
      const bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() }
      // A window that opens is moved to where it was, and saving would load what only changes need.
      if (isDeepStrictEqual(bounds, { ...settings.get().window })) return
      settings.change({ window: bounds })
    } catch (error) {
      onSaveFailed(error)
    }
  }
  const saveSoon = () => {
    timer ??= setTimeout(save, SAVE_AFTER_MS)
  }
  for (const change of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    // Each overload of `on` has its own event, which TypeScript cannot follow through a loop.
    window.on(change as 'resize', saveSoon)
  }
  window.on('close', () => timer && save())
}

/** The bounds as far as some display shows them; only the size where none does. */
function visible(bounds: Bounds): Partial<Bounds> {
  const { x, y, width, height } = bounds
  if (x === undefined || y === undefined) return { width, height }
  const area = screen.getDisplayMatching({ x, y, width, height }).workArea
  const fits = { width: Math.min(width, area.width), height: Math.min(height, area.height) }
  const overlaps =
    x < area.x + area.width - 80 &&
    x + width > area.x + 80 &&
    y >= area.y - 10 &&
    y < area.y + area.height - 80
  if (!overlaps) return fits
  return {
    ...fits,
    x: Math.max(area.x, Math.min(x, area.x + area.width - fits.width)),
    y: Math.max(area.y, Math.min(y, area.y + area.height - fits.height)),
  }
}
