import { join } from 'node:path'
import { folderSize } from '../storage/files'
import type { Paths } from '../storage/layout'

/** What Chromium makes again by itself, and clears away when it is asked to. */
const CACHES = ['Cache', 'Code Cache']

export async function cacheSize({ chromium }: Pick<Paths, 'chromium'>): Promise<number> {
  const sizes = await Promise.all(CACHES.map((name) => folderSize(join(chromium, name))))
  return sizes.reduce((all, bytes) => all + bytes, 0)
}
