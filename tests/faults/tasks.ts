import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { longestOf, type TraceEvent } from '../bench/tasks'
import type { Running } from './program'

/**
 * Watches the tasks of the page's main thread while something happens. Answers the most processor time, in
 * milliseconds, that one of them took: what other programs do meanwhile does not lengthen it.
 */
export async function longestTask(
  { app }: Pick<Running, 'app'>,
  happens: () => Promise<unknown>,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-trace-'))
  try {
    await app.evaluate(({ contentTracing }) =>
      contentTracing.startRecording({ included_categories: ['toplevel', '__metadata'] }),
    )
    await happens()
    const file = await app.evaluate(
      ({ contentTracing }, to) => contentTracing.stopRecording(to),
      join(folder, 'trace.json'),
    )
    const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] }
    return longestOf(traceEvents)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
