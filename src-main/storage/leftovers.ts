import { lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from './files'

/** What nobody has written to for that long was left by a crash. */
const STALE_MS = 3_600_000

/**
 * Removes what crashes left in a folder of what was being written there. `begun` says of a name which file
 * was to be made, and null for what is none of ours. All that belongs to one file is removed or stays
 * together: other programs may be writing there now.
 */
export function clearLeftovers(folder: string, begun: (name: string) => string | null): void {
  try {
    for (const name of leftIn(folder, begun)) rmSync(join(folder, name), { force: true })
  } catch {
    // A folder that cannot be listed, or a file that is held open: it costs room, and nothing else.
  }
}

function leftIn(folder: string, begun: (name: string) => string | null): string[] {
  const found = namesIn(folder).flatMap((name) => {
    const file = begun(name)
    if (file === null) return []
    const status = lstatSync(join(folder, name), { throwIfNoEntry: false })
    return status?.isFile() ? [{ name, file, written: status.mtimeMs }] : []
  })
  // Either way, because a clock may have been put back.
  const isRecent = (written: number) => Math.abs(Date.now() - written) <= STALE_MS
  const running = new Set(found.filter((each) => isRecent(each.written)).map(({ file }) => file))
  return found.filter(({ file }) => !running.has(file)).map(({ name }) => name)
}
