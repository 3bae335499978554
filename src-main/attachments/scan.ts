import type { AttachmentScan } from '@contract/attachments'
import { contents, uses } from '../db/attachments'
import { closeDatabase, openReadable, type ReadableDb } from '../db/open'
import type { JobControl } from '../jobs/control'
import { isWhole } from '../storage/attachments'
import { contentsIn } from './store'

/** Reads every content in the store; null where it was cancelled. */
export async function scanJob(
  control: JobControl,
  { database, attachments }: { database: string; attachments: string },
): Promise<AttachmentScan | null> {
  const db = openReadable(database)
  try {
    return await scanAttachments(db, attachments, control)
  } finally {
    closeDatabase(db)
  }
}

/** Holds what is in the store against what refers to it. Changes nothing. */
export async function scanAttachments(
  db: ReadableDb,
  folder: string,
  control: JobControl,
): Promise<AttachmentScan | null> {
  // Before the rows: a file that is attached meanwhile is no orphan.
  const files = contentsIn(folder)
  const named = new Map(contents(db).map(({ sha256, bytes }) => [sha256, bytes]))
  const found = new Set<string>()
  const damaged: string[] = []
  const orphaned: AttachmentScan['orphaned'] = []
  control.progress(0, files.length)
  for (const [index, { name, path, bytes }] of files.entries()) {
    if (control.isCancelled()) return null
    found.add(name)
    if (!named.has(name)) orphaned.push({ sha256: name, bytes })
    else if (bytes !== named.get(name) || !(await isWhole(path, name))) damaged.push(name)
    control.progress(index + 1, files.length)
  }
  const missing = [...named.keys()].filter((sha256) => !found.has(sha256))
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    missing: uses(db, missing),
    damaged: uses(db, damaged),
    orphaned,
  }
}
