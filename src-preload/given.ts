import { webUtils } from 'electron'
import type { Result } from './contract/errors'

/** Paths of the files that the user has dropped, pasted or picked since the page was loaded. */
const given = new Set<string>()

/** Where a file is that the user gave to the page; empty for one that the page has made. */
export function pathOf(file: File): string {
  const path = webUtils.getPathForFile(file)
  if (path !== '') given.add(path)
  return path
}

/**
 * Refuses a call that names a file which nobody has given to the page: were a script to run there, it
 * could have any file of the user's attached and read. Answers null for every other call.
 */
export function refusal(name: string, input: unknown): Result<never> | null {
  if (pathsIn(name, input).every((path) => given.has(path))) return null
  const detail = `${name}: the page names a file that it was not given`
  return { ok: false, error: { code: 'bad_input', detail } }
}

/** What the calls about such files name, as far as it has the right shape; main looks at the shape. */
function pathsIn(name: string, input: unknown): string[] {
  const { paths, source } = (input ?? {}) as { paths?: unknown; source?: { path?: unknown } }
  const named = name === 'imports.drop' ? paths : name === 'attachments.add' ? source?.path : []
  return [named].flat().filter((path) => typeof path === 'string')
}
