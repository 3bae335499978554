import { statfs } from 'node:fs/promises'
import type { StorageState } from '@contract/state'
import { fileSize, folderSize } from './files'
import { paths } from './layout'

/**
 * How many bytes a profile takes, by kind, and how many its disk has left. `other` is everything
 * else in the root: other profiles, caches, logs, what was put aside.
 */
export async function storageSizes(
  root: string,
  profileId: string,
): Promise<Pick<StorageState, 'sizes' | 'free'>> {
  const place = paths(root, profileId)
  const [database, wal, shm, attachments, backups, all, disk] = await Promise.all([
    fileSize(place.database),
    fileSize(`${place.database}-wal`),
    fileSize(`${place.database}-shm`),
    folderSize(place.attachments),
    folderSize(place.backups),
    folderSize(root),
    statfs(root),
  ])
  const history = database + wal + shm
  const other = Math.max(0, all - history - attachments - backups)
  return {
    sizes: { database: history, attachments, backups, other },
    free: disk.bavail * disk.bsize,
  }
}
