import { randomUUIDv7 } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Id } from '@contract/entities'
import type { UnfinishedRun } from '../db/importUndo'
import type { Writes } from '../db/queries'

/** How long one step may keep the writer. */
const STEP_MS = 30
/** File systems write down times that are as much too early. */
const COARSE_MS = 2000

/** Runs that did not come to their end, the newest last, and how to take them back. */
export interface TakingBack {
  runs: UnfinishedRun[]
  write: Writes['importUndo']
  attachments: string
  /** Takes a secret out of the key store; one that is not there is no matter. */
  removeKey(id: Id): Promise<void>
  /** Hears how many conversations are done with; false ends it, for the next start to go on. */
  goOn?(done: number): boolean
}

/**
 * Takes back what imports wrote that did not come to their end, in short steps. Answers how many conversations stay because
 * somebody has written in them; null where it was ended before it was done.
 */
export async function takeBack(task: TakingBack): Promise<{ kept: number } | null> {
  const { runs, write, attachments, removeKey, goOn = () => true } = task
  let done = 0
  let kept = 0
  // What a later run added may lie below what an earlier one did.
  for (const { id, startedAt } of runs.toReversed()) {
    const keptAs = randomUUIDv7()
    for (;;) {
      if (!goOn(done)) return null
      const step = await write.step(id, keptAs, STEP_MS)
      done += step.removed + step.kept
      kept += step.kept
      await removeFiles(attachments, step.files, startedAt)
      // Secrets first: a row that is there says that there may be one.
      for (const key of step.keys) await removeKey(key)
      if (step.isDone) break
    }
    await write.finish(id, keptAs)
  }
  return { kept }
}

/** Rows first, files second. One that was there before the import was somebody else's. */
async function removeFiles(folder: string, hashes: string[], startedAt: number): Promise<void> {
  for (const sha256 of hashes) {
    const file = join(folder, sha256.slice(0, 2), sha256)
    const status = await stat(file).catch(() => null)
    // A content that was there, and that a copy of the history may name, was only touched.
    if (status && status.birthtimeMs > startedAt - COARSE_MS) await rm(file, { force: true })
  }
}
