import type { FreeableSpace, TrashSize } from '@contract/space'
import { namedIn } from '../attachments/collect'
import { contentsIn } from '../attachments/store'
import { spareCopies } from '../backup/automatic'
import { closeDatabase, openReadable } from '../db/open'
import { trash } from '../db/space'
import { fileSize, folderSize, freeBytes, namesIn } from '../storage/files'
import type { Paths } from '../storage/layout'
import { join } from 'node:path'

/** What Chromium makes again by itself, and clears away when it is asked to. */
const CACHES = ['Cache', 'Code Cache']

/** Measures the trash; with a connection of its own, because it reads a row of each message. */
export function trashSize(database: string): TrashSize {
  const db = openReadable(database)
  try {
    return trash(db)
  } finally {
    closeDatabase(db)
  }
}

/** Measures what could make room in a profile and around it. */
export async function findSpace(
  paths: Paths,
): Promise<Omit<FreeableSpace, 'inside' | 'largest' | 'oldest'>> {
  const { spare, kept } = spareCopies(paths.backups)
  const named = namedIn(paths.database)
  const unused = contentsIn(paths.attachments).filter(({ name }) => !named.has(name))
  const aside = namesIn(paths.trash)
  const sizes = await Promise.all(aside.map((name) => sizeOf(join(paths.trash, name))))
  return {
    free: freeBytes(paths.profile),
    trash: trashSize(paths.database),
    copies: { count: spare.length, bytes: sum(spare), kept },
    files: { count: unused.length, bytes: sum(unused) },
    caches: { bytes: await cacheSize(paths) },
    aside: { count: aside.length, bytes: sizes.reduce((all, bytes) => all + bytes, 0) },
  }
}

export async function cacheSize({ chromium }: Pick<Paths, 'chromium'>): Promise<number> {
  const sizes = await Promise.all(CACHES.map((name) => folderSize(join(chromium, name))))
  return sizes.reduce((all, bytes) => all + bytes, 0)
}

/** Of a file, or of a folder with all that is in it. */
async function sizeOf(path: string): Promise<number> {
  return (await folderSize(path)) || fileSize(path)
}

function sum(files: readonly { bytes: number }[]): number {
  return files.reduce((all, { bytes }) => all + bytes, 0)
}
