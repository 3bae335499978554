import type { Id } from '@contract/entities'
import type { Keys } from '../../storage/keys'

/** The keys of these ids, as far as they open on this computer. */
export async function readSecrets(keys: Keys, ids: Id[]): Promise<Record<Id, string>> {
  const opened: Record<Id, string> = {}
  for (const id of ids) {
    if ((await keys.state(id)) !== 'enter_again') opened[id] = await keys.read(id)
  }
  return opened
}
