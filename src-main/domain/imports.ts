import { toFailure } from '../errors'
import { takeBack } from '../transfer/takeBack'
import type { Context, Handlers } from './context'
import { startErasure } from './upkeep'

export const importHandlers: Handlers<'imports'> = {
  'imports.choose': ({ program }, { folder }) => program.imports.choose(folder),
  'imports.drop': ({ program }, { paths }) => program.imports.drop(paths),
  'imports.preview': ({ program }, choice) => program.imports.preview(choice),
  async 'imports.run'(context, choice) {
    try {
      return await context.program.imports.run(choice)
    } finally {
      // Also after a failure: what was written before it is there.
      await tellOfChange(context)
    }
  },
}

/** An import was cancelled, and the program ended before that was done: it is done now. */
export function finishTakingBack(context: Context, attachments: string): void {
  takeBackAll(context, attachments).catch((error: unknown) => {
    // Another profile was opened, or the program ends: the next start goes on.
    if (toFailure(error).code === 'database_restarted') return
    context.log.error('a cancelled import could not be taken back', { error })
  })
}

async function takeBackAll(context: Context, attachments: string): Promise<void> {
  const runs = await context.read.importUndo.unfinished()
  if (runs.length === 0) return
  const { write, keys } = context
  const removeKey = keys.remove
  const taken = await takeBack({ runs, write: write.importUndo, attachments, removeKey })
  context.log.info('a cancelled import was taken back', { imports: runs.length, ...taken })
  await tellOfChange(context)
}

async function tellOfChange(context: Context): Promise<void> {
  context.publish('library.changed', {})
  await context.noteCounts()
  startErasure(context)
}
