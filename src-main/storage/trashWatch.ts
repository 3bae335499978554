import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { TrashWatch } from '../domain/retention'
import { writeFileAtomic } from './files'

const Mark = { ranFor: z.number(), run: z.string() }
const File = z.object({
  lookedAt: z.number(),
  ...Mark,
  warned: z.record(z.string(), z.object({ deletedAt: z.number(), at: z.number(), ...Mark })),
})

/**
 * Of which chats in the trash the user was told. It lies beside the history and not in it: a history that
 * is put back brings chats of which nobody was told again.
 */
export function readTrashWatch(file: string): TrashWatch | null {
  if (!existsSync(file)) return null
  try {
    return File.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null // Whatever is wrong with it: then the user is told anew.
  }
}

export function writeTrashWatch(file: string, watch: TrashWatch): Promise<void> {
  return writeFileAtomic(file, `${JSON.stringify(watch)}\n`)
}
