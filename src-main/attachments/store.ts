import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { isContent } from '../storage/attachments'
import { namesIn } from '../storage/files'

/** A file in the store, whatever it is. */
export interface StoreFile {
  path: string
  name: string
  bytes: number
  /** When it was last written or asked for, in milliseconds since 1970. */
  at: number
}

/** All files in the store: contents by their hash, and what a crash has left beside them. */
export function filesIn(folder: string): StoreFile[] {
  const inside = namesIn(folder).filter((name) => /^[0-9a-f]{2}$/.test(name))
  return [folder, ...inside.map((name) => join(folder, name))].flatMap((each) =>
    namesIn(each).flatMap((name) => {
      const path = join(each, name)
      const status = lstatSync(path, { throwIfNoEntry: false })
      return status?.isFile() ? { path, name, bytes: status.size, at: status.mtimeMs } : []
    }),
  )
}

/** The contents among them, in the place that their name says. */
export function contentsIn(folder: string): StoreFile[] {
  return filesIn(folder).filter(
    ({ name, path }) => isContent(name) && path === join(folder, name.slice(0, 2), name),
  )
}
