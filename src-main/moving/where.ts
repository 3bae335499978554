import { portableFolder, type Root } from '../storage/root'
import type { RootEnvironment } from '../storage/rootRules'
import type { Where } from './found'

interface Needs {
  root: Root
  world: RootEnvironment
  now: () => number
}

/** All by which other roots are found, as it travels to a thread. */
export function whereOf({ root, world, now }: Needs): Where {
  const { appDataDir } = world
  return { appDataDir, current: root.path, portable: portableFolder(world), now: now() }
}
