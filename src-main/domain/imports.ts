import type { ImportChoice, ImportOutcome } from '@contract/imports'
import type { UnfinishedRun } from '../db/importUndo'
import { toFailure } from '../errors'
import { takeBack } from '../transfer/takeBack'
import type { Context, Handlers } from './context'
import { beforeUpkeep } from './upkeep'

export const importHandlers: Handlers<'imports'> = {
  'imports.choose': ({ program }, { folder }) => program.imports.choose(folder),
  'imports.drop': ({ program }, { paths }) => program.imports.drop(paths),
  'imports.preview': ({ program }, choice) => program.imports.preview(choice),
  'imports.run': (context, choice) => beforeUpkeep(context, () => runImport(context, choice)),
  'imports.interrupted': async ({ program }) => program.imports.tellInterrupted(),
}

async function runImport(context: Context, choice: ImportChoice): Promise<ImportOutcome> {
  let outcome: ImportOutcome | null = null
  try {
    outcome = await context.program.imports.run(choice)
    return outcome
  } finally {
    // After a failure, too: what was written before it is there, and goes now.
    if (outcome && outcome.undone?.whole !== false) await tellOfChange(context)
    else finishTakingBack(context, { isTold: true })
  }
}

/**
 * Takes back, for as long as it takes, what imports wrote that did not come to their end: they were killed,
 * or cancelled and not taken back. Where nobody was told, windows are.
 */
export function finishTakingBack(context: Context, { isTold }: { isTold: boolean }): void {
  takeBackAll(context, isTold).catch((error: unknown) => {
    // Another profile was opened, or the program ends: the next start goes on.
    if (toFailure(error).code === 'database_restarted') return
    context.log.error('an unfinished import could not be taken back', { error })
  })
}

async function takeBackAll(context: Context, isTold: boolean): Promise<void> {
  const { program } = context
  const runs = await context.read.importUndo.unfinished()
  // One that runs now has begun with this, and its own run is none of these.
  if (program.imports.isRunning() || (runs.length === 0 && !isTold)) return
  await beforeUpkeep(context, async () => {
    try {
      if (runs.length > 0) await takeBackRuns(context, runs, isTold)
    } finally {
      await tellOfChange(context)
    }
  })
}

async function takeBackRuns(
  { write, keys, program, attachmentsFolder: attachments, log, publish }: Context,
  runs: UnfinishedRun[],
  isTold: boolean,
): Promise<void> {
  const removeKey = keys.remove
  const taken = await takeBack({ runs, write: write.importUndo, attachments, removeKey })
  log.info('unfinished imports were taken back', { imports: runs.length, ...taken })
  const interrupted = runs.filter(({ cancelled }) => !cancelled)
  if (isTold || interrupted.length === 0) return
  const files = [...new Set(interrupted.map(({ fileName }) => fileName))]
  program.imports.noteInterrupted({ files, kept: taken?.kept ?? 0 })
  publish('imports.interrupted', {})
}

async function tellOfChange(context: Context): Promise<void> {
  context.publish('library.changed', {})
  context.readDocuments()
  await context.noteCounts()
}
