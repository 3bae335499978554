import { readFile } from 'node:fs/promises'
import { LONGEST_TEXT_BYTES } from '../storage/mediaType'

/** Nothing of a stranger's document is run, drawn or fetched: only its text is looked for. */
const CAREFUL = {
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  verbosity: 0,
}

/**
 * The text of a PDF, page by page and without the space around it; empty where it has none, is damaged or
 * opens with a password only. A longer text ends after about a megabyte. Null where the file cannot be read.
 */
export async function readPdf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return null
  // Not with this file: every other job would load it as well.
  const { getDocument } = await import('unpdf/pdfjs')
  const task = getDocument({ ...CAREFUL, data: new Uint8Array(bytes) })
  let text = ''
  try {
    const pdf = await task.promise
    for (let at = 1; at <= pdf.numPages && text.length < LONGEST_TEXT_BYTES; at += 1) {
      const page = await pdf.getPage(at)
      const { items } = await page.getTextContent()
      for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
      text += '\n'
      page.cleanup()
    }
  } catch {
    // What a damaged document says until there is better than nothing.
  }
  await task.destroy()
  return text.toWellFormed().slice(0, LONGEST_TEXT_BYTES).trim()
}
