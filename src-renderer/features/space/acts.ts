import type { Result } from '@contract/errors'
import type { FreeableSpace } from '@contract/space'
import type { TFunction } from 'i18next'
import { call } from '../../api'

export type Freeing = 'trash' | 'copies' | 'files' | 'caches' | 'database' | 'oldest'

/** Something that makes room, as it is asked about, and how it is done. */
export interface Act {
  title: string
  text: string
  confirm: string
  run: () => Promise<Result<{ bytes: number }>>
}

export function actOf(
  what: Freeing,
  found: FreeableSpace,
  t: TFunction<'space'>,
  write: (bytes: number) => string,
): Act {
  const { count, bytes } = amountOf(what, found)
  return {
    title: t(`find.${what}.confirm`, { count }),
    text: t(`find.${what}.text`, { size: write(bytes) }),
    confirm: t(`find.${what}.do`),
    run: () => runOf(what, found),
  }
}

/** How many there are and what they take. */
export function amountOf(what: Freeing, found: FreeableSpace): { count: number; bytes: number } {
  if (what === 'oldest') {
    const bytes = found.oldest.reduce((sum, chat) => sum + chat.bytes, 0)
    return { count: found.oldest.length, bytes }
  }
  if (what === 'database') return { count: 1, bytes: found.inside }
  if (what === 'caches') return { count: 1, bytes: found.caches.bytes }
  return found[what]
}

/** The chats that were shown are the ones that go, whatever has become the oldest meanwhile. */
async function runOf(
  what: Freeing,
  { oldest, free }: FreeableSpace,
): Promise<Result<{ bytes: number }>> {
  if (what === 'oldest') {
    const moved = await call('space.moveOldest', { ids: oldest.map(({ id }) => id) })
    return moved.ok ? { ok: true, value: { bytes: 0 } } : moved
  }
  if (what !== 'trash') return call('space.free', { what })
  const emptied = await call('conversations.emptyTrash')
  if (!emptied.ok) return emptied
  const after = await call('app.storage')
  return { ok: true, value: { bytes: after.ok ? Math.max(0, after.value.free - free) : 0 } }
}
