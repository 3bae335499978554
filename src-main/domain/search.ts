import type { SearchPage } from '@contract/search'
import { toFailure } from '../errors'
import type { Context, Handlers } from './context'
import { startUpkeepNow } from './upkeep'

export const searchHandlers: Handlers<'search'> = {
  async 'search.run'(context, query) {
    const { read, index } = context
    try {
      // A message that met damage was written with an empty index.
      if (!index.isKept && (await read.upkeep.isFillDue())) startUpkeepNow(context, 'fill')
      const page = await read.search.run(query)
      const isSure = !index.isKept && index.holds === 0
      return { ...page, incomplete: isSure ? false : await isIncomplete(context) }
    } catch (error) {
      return mend(context, error)
    }
  },

  'search.find': ({ read }, wanted) => read.search.find(wanted),

  'search.progress': ({ index }) => Promise.resolve(index.progress),
}

async function isIncomplete({ read, index }: Context): Promise<boolean> {
  return index.progress !== null || (await read.upkeep.isFillDue())
}

/**
 * Damage of the index harms no message: it is put right in the background, and nothing is found until
 * then. Throws where it was looked for and is not in the index.
 */
function mend(context: Context, error: unknown): SearchPage {
  const { index } = context
  if (toFailure(error).code !== 'database_damaged' || index.doubt === 'elsewhere') throw error
  if (index.doubt === 'none') {
    index.doubt = 'asked'
    startUpkeepNow(context, 'all')
  }
  return { hits: [], next: null, total: { count: 0, exact: false }, incomplete: true }
}
