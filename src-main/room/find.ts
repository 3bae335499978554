import { join } from 'node:path'
import type { Id } from '@contract/entities'
import type { FreeableSpace, TrashSize } from '@contract/space'
import { namedIn } from '../attachments/collect'
import { contentsIn } from '../attachments/store'
import { automaticCopies, spareCopies } from '../backup/automatic'
import { closeDatabase, openReadable } from '../db/open'
import { readPrivately } from '../db/privately'
import { trash } from '../db/space'
import { fileSize, folderSize, freeBytes, namesIn } from '../storage/files'
import type { Paths } from '../storage/layout'
import { cacheSize } from './cache'

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

/** Of a file, or of a folder with all that is in it. */
async function sizeOf(path: string): Promise<number> {
  return (await folderSize(path)) || fileSize(path)
}

function sum(files: readonly { bytes: number }[]): number {
  return files.reduce((all, { bytes }) => all + bytes, 0)
}

/**
 * Whether the newest automatic copy that opens holds these chats as they are now: then they need no other
 * copy, for which a full disk has no room.
 */
export function areCopied({ database, backups }: Paths, ids: readonly Id[]): boolean {
  const newestFirst = automaticCopies(backups).toSorted((a, b) => b.at - a.at)
  const copy = newestFirst.find(({ good }) => good)
  if (!copy) return false
  const [now, then] = [database, copy.file].map((file) =>
    readPrivately(file, (client) => {
      const query = client.prepare(
        `SELECT c.id, c.updated_at, count(*) AS messages, coalesce(sum(octet_length(m.parts)), 0) AS bytes
       FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
       WHERE c.deleted_at IS NULL AND c.id IN (SELECT value FROM json_each(?)) GROUP BY c.id`,
      )
      return JSON.stringify(query.all(JSON.stringify(ids)))
    }),
  )
  return now === then
}
