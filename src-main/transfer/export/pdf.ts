import { open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../errors'
import { renamePatientlySync, syncFolder } from '../../storage/files'
import { asFileError, partialBeside } from '../fileSink'

/**
 * Characters of a page that is still printed: measured, that is some 1,300 sheets, ten seconds, and half
 * a gigabyte of memory for each million.
 */
const LARGEST_PAGE = 3_000_000

/** A page as it is written. Throws `pdf_too_large` where it becomes more than can be printed. */
export function* printable(chunks: Iterable<string>): Generator<string> {
  let length = 0
  for (const chunk of chunks) {
    length += chunk.length
    if (length > LARGEST_PAGE) throw new AppError('pdf_too_large')
    yield chunk
  }
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
