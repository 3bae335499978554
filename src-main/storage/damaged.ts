import { copyFileSync, rmSync } from 'node:fs'
import { renamePatientlySync } from './files'

/** Puts a file that cannot be used under another name, where it stays; answers that name. */
export function keepAside(file: string, why: 'damaged' | 'newer', now: number): string {
  const kept = `${file}.${why}-${now}`
  try {
    renamePatientlySync(file, kept)
  } catch {
    // Another program may hold its name but not its bytes.
    copyFileSync(file, kept)
    rmSync(file, { force: true })
  }
  return kept
}
