import { toFailure } from '../errors'
import type { Context, Handlers } from './context'
import { startUpkeepNow } from './upkeep'

export const searchHandlers: Handlers<'search'> = {
  async 'search.run'(context, query) {
    const page = await mending(context, () => context.read.search.run(query))
    return { ...page, incomplete: context.index.progress !== null }
  },

  'search.find': ({ read }, wanted) => read.search.find(wanted),

  'search.progress': ({ index }) => Promise.resolve(index.progress),
}

/** Damage of the index harms no message: it is put right in the background, and found less until then. */
async function mending<T>(context: Context, search: () => Promise<T>): Promise<T> {
  try {
    return await search()
  } catch (error) {
    if (toFailure(error).code === 'database_damaged') startUpkeepNow(context)
    throw error
  }
}
