import { readFile } from 'node:fs/promises'
import { app, session, WebContentsView } from 'electron'
import type { PrintPdf } from '../transfer/exportsFor'
import { text } from '../text'
import { restrictSession, WEB_PREFERENCES } from './security'

/** The only address that the page's session answers; it is none of our own page's. */
const PAGE = 'app://print/'
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
/** Where paper has another size than in the rest of the world. */
const LETTER = ['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'GT', 'CR', 'SV', 'NI', 'PA', 'PR']

/** In inches, as the printing wants them; the number of the page stands below. */
const MARGINS = { top: 0.7, bottom: 0.8, left: 0.7, right: 0.7 }
let printed = 0

/**
 * Prints a page without a window, in a process of its own: it is sandboxed, runs no scripts, and the
 * session that it lives in answers one request and no other.
 */
export const printPdf: PrintPdf = async (file) => {
  printed += 1
  const own = session.fromPartition(`print-${printed}`, { cache: false })
  restrictSession(own)
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url !== PAGE }))
  own.protocol.handle('app', async ({ url }) =>
    url === PAGE
      ? new Response(await readFile(file), {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': POLICY,
          },
        })
      : new Response(null, { status: 404 }),
  )
  const { webContents: page } = new WebContentsView({
    webPreferences: { ...WEB_PREFERENCES, javascript: false, session: own },
  })
  try {
    await page.loadURL(PAGE)
    return await page.printToPDF({
      pageSize: LETTER.includes(app.getLocaleCountryCode()) ? 'Letter' : 'A4',
      margins: MARGINS,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer(),
      generateDocumentOutline: true,
    })
  } finally {
    page.close()
    own.protocol.unhandle('app')
  }
}

function footer(): string {
  const numbers = text('transcript:pageOf', {
    page: '<span class="pageNumber"></span>',
    pages: '<span class="totalPages"></span>',
  })
  return `<div style="width: 100%; font: 8px sans-serif; text-align: center; color: #444">${numbers}</div>`
}
