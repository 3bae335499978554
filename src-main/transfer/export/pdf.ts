import { open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../errors'
import { renamePatientlySync, syncFolder } from '../../storage/files'
import { asFileError, partialBeside } from '../fileSink'

/** Bytes of a page that is printed within a minute and in the memory of a small computer. */
const LARGEST_PAGE = 12 * 1024 * 1024

/** Throws `pdf_too_large` for a page that would keep the computer busy for very long. */
export function checkPrintable(bytes: number): void {
  if (bytes > LARGEST_PAGE) throw new AppError('pdf_too_large')
}

/**
 * Writes a PDF under another name, puts it on the disk, reads it back, and only then gives it its name.
 * Answers its size. Throws one of the codes for files that the user names.
 */
export async function writePdf(file: string, pdf: Uint8Array): Promise<number> {
  const partial = partialBeside(file)
  try {
    const handle = await open(partial, 'wx', 0o666)
    try {
      await handle.writeFile(pdf)
      await handle.sync()
    } finally {
      await handle.close()
    }
    const found = await readFile(partial)
    if (!found.equals(pdf) || pagesOf(found) === 0) throw new AppError('file_not_verified', file)
    renamePatientlySync(partial, file)
    await syncFolder(dirname(file))
    return found.length
  } catch (error) {
    await rm(partial, { force: true })
    throw asFileError(error)
  }
}

/** How many pages a PDF has; 0 where it is not a whole one. */
export function pagesOf(pdf: Buffer): number {
  const isWhole =
    pdf.subarray(0, 5).toString('latin1') === '%PDF-' &&
    pdf.subarray(-16).toString('latin1').trimEnd().endsWith('%%EOF')
  if (!isWhole) return 0
  const text = pdf.toString('latin1')
  const pages = text.match(/\/Type \/Page\b/g)?.length ?? 0
  const counts = [...text.matchAll(/\/Count (\d+)/g)].map(([, count]) => Number(count))
  return counts.includes(pages) ? pages : 0
}
