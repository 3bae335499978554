import { app, type Session } from 'electron'
import { isOwnPage } from './protocol'

/** The only options a window's page is made with. */
export const WEB_PREFERENCES = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  safeDialogs: true,
  spellcheck: false,
})

/** Permissions that a page of ours may use; every other one is denied. */
const ALLOWED = new Set(['clipboard-sanitized-write'])

export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(ALLOWED.has(permission) && isOwnPage(contents.getURL())),
  )
  session.setPermissionCheckHandler(
    (_, permission, origin) => ALLOWED.has(permission) && isOwnPage(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_, answer) => answer({}))
  // The dictionary would be fetched from a third party.
  session.setSpellCheckerEnabled(false)
}

/** No page of any window leaves our origin, opens another window, or holds a guest. */
export function restrictContents(openLink: (url: string) => void): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url)
      return { action: 'deny' }
    })
  })
}
