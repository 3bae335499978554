import type { Context } from '../domain/context'
import { warmUp } from '../providers/create'

/** When the window is long there and nobody has sent anything yet. */
const WARM_UP_AFTER_MS = 2500

/** Loads what the first question will need, so that it does not wait for it. The timer is the caller's to clear. */
export function warmUpSoon(context: Context): NodeJS.Timeout {
  return setTimeout(() => void warmUpServers(context), WARM_UP_AFTER_MS)
}

async function warmUpServers({ read, fetch, log }: Context): Promise<void> {
  try {
    const known = await read.providers.list()
    const kinds = known.map(({ kind }) => kind)
    await warmUp(kinds, { fetch })
  } catch (error) {
    log.info('nothing was warmed up', { error })
  }
}
