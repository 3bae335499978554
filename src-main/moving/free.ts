import { existsSync, readdirSync } from 'node:fs'
import { namesIn } from '../storage/files'
import { readRoot } from '../storage/layout'

/** What a system or a file manager puts into a folder by itself. */
const OF_THE_SYSTEM = [
  '.DS_Store',
  '.Spotlight-V100',
  '.Trashes',
  '.fseventsd',
  'desktop.ini',
  'lost+found',
  'System Volume Information',
  '$RECYCLE.BIN',
]

/** Whether nothing is in a folder, or only what says where the data that was there is now. */
export function isFree(folder: string): boolean {
  if (!existsSync(folder)) return true
  try {
    const names = readdirSync(folder).filter((name) => !isOfTheSystem(name))
    return names.length === 0 || isSign(folder)
  } catch {
    // No folder, or one that may not be read: trying it says which.
    return true
  }
}

/** Whether nothing of a root is left but the note that says where its data is now. */
export function isSign(folder: string): boolean {
  const names = namesIn(folder).filter((name) => !isOfTheSystem(name))
  return names.join() === 'root.json' && readRoot(folder)?.movedTo !== undefined
}

/** What a kill left of writing one of the two files that say what a folder is. */
export function isStray(name: string): boolean {
  return /^(root|moving)\.json\.[0-9a-f]+\.partial$/.test(name)
}

function isOfTheSystem(name: string) {
  return OF_THE_SYSTEM.includes(name) || name.startsWith('.Trash-') || isStray(name)
}
