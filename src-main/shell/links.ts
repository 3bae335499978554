import { dialog, type BrowserWindow, shell } from 'electron'
import { AppError } from '../errors'
import { text } from '../text'

const SCHEMES = new Set(['https:', 'http:', 'mailto:'])
const LONGEST = 2048
/** Hosts that the user trusts for as long as the program runs. */
const trusted = new Set<string>()

/** Reads a link as it may be opened, or throws `link_refused`. */
export function checkLink(url: string): URL {
  if (url.length > LONGEST || !URL.canParse(url)) throw new AppError('link_refused')
  const parsed = new URL(url)
  if (!SCHEMES.has(parsed.protocol)) throw new AppError('link_refused', parsed.protocol)
  if (parsed.username || parsed.password) throw new AppError('link_refused', parsed.host)
  return parsed
}

/** The one way out to the system's browser: checked, and asked for once per host. */
export async function openLink(url: string, parent: BrowserWindow | undefined): Promise<void> {
  const link = checkLink(url)
  const host = link.host || link.pathname
  if (!trusted.has(host)) {
    const question = {
      type: 'question' as const,
      title: text('dialogs:openLinkTitle'),
      message: text('dialogs:openLinkMessage', { host }),
      detail: link.href,
      buttons: [text('dialogs:open'), text('dialogs:cancel')],
      defaultId: 0,
      cancelId: 1,
      checkboxLabel: text('dialogs:openLinkRemember', { host }),
    }
    const { response, checkboxChecked } = await (parent
      ? dialog.showMessageBox(parent, question)
      : dialog.showMessageBox(question))
    if (response !== 0) return
    if (checkboxChecked) trusted.add(host)
  }
  await shell.openExternal(link.href)
}
