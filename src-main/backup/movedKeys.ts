import type Database from 'better-sqlite3'
import type { Provider } from '@contract/entities'
import { serverOf } from '../providers/address'

interface Linked {
  id: string
  kind: Provider['kind']
  base_url: string
  api_key_id: string
}

/**
 * A key belongs to the server that it was given for: a backup, which may come from anybody, cannot send
 * a key of this machine to another one. Takes such a key off the servers that `incoming` has and
 * `present` has not; keys that came with the backup (`brought`) stay.
 */
export function releaseMovedKeys(
  incoming: Database.Database,
  present: Database.Database,
  brought: ReadonlySet<string>,
): void {
  const known = new Map<string, Set<string | null>>()
  for (const provider of linked(present)) {
    const servers = known.get(provider.api_key_id) ?? new Set()
    known.set(provider.api_key_id, servers.add(server(provider)))
  }
  const release = incoming.prepare('UPDATE providers SET api_key_id = NULL WHERE id = ?')
  for (const provider of linked(incoming)) {
    const servers = known.get(provider.api_key_id)
    if (!servers || brought.has(provider.api_key_id)) continue
    if (!servers.has(server(provider))) release.run(provider.id)
  }
}

function linked(client: Database.Database): Linked[] {
  const query = 'SELECT id, kind, base_url, api_key_id FROM providers WHERE api_key_id IS NOT NULL'
  return client.prepare(query).all() as Linked[]
}

function server({ kind, base_url: baseUrl }: Linked): string | null {
  return serverOf({ kind, baseUrl })
}
