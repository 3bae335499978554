import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import type { MovedFiles } from './journal'

/** What belongs to the program that is running and not to the data. */
const OF_THE_PROGRAM = ['chromium', 'logs', 'lock.json', 'lock.json.takeover']

/** What says that a folder is a root, which a copy says only when it is whole. */
const OF_THE_FOLDER = ['root.json', 'moving.json']

/**
 * Everything in a root that is data, with what this version does not know: all but Chromium's own files,
 * logs and locks. Throws `move_refused` at a link or a device, which a copy could not hold.
 */
export function listData(root: string): MovedFiles {
  const list: MovedFiles = { folders: [], files: [] }
  listInto(list, root, '', [...OF_THE_PROGRAM, ...OF_THE_FOLDER])
  return list
}

/**
 * Whether nobody has written to a root since it was listed; one that is not there was not written to. What
 * the program notes of its window when it ends does not count, nor do files for which `counts` says so.
 */
export function isUnchanged(
  root: string,
  { files }: MovedFiles,
  counts: (path: string) => boolean = () => true,
): boolean {
  if (!existsSync(root)) return true
  const inFolders = ({ path }: { path: string }) => path.includes('/') && counts(path)
  const facts = (list: MovedFiles) =>
    JSON.stringify(list.files.filter(inFolders).map(({ path, bytes, time }) => [path, bytes, time]))
  return facts(listData(root)) === facts({ files, folders: [] })
}

/** How many bytes the files of a list hold. */
export function bytesOf({ files }: MovedFiles): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

function listInto(list: MovedFiles, root: string, folder: string, except: string[]): void {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (except.includes(entry.name) || isPassing(entry.name)) continue
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) {
      list.folders.push(path)
      listInto(list, root, path, [])
    } else if (entry.isFile()) {
      const { size, mtimeMs } = statSync(join(root, path))
      list.files.push({ path, bytes: size, time: mtimeMs })
    } else {
      throw new AppError('move_refused', join(root, path), { path: root, reason: 'holds_link' })
    }
  }
}

/** What a kill left of something that was not finished. */
function isPassing(name: string) {
  return name.endsWith('.partial') || name.startsWith('.probe-')
}
