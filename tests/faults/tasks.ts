import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running } from './program'

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of processor time. */
  tdur?: number
  args?: { name?: string }
}

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
    const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
    const isPage = ({ name, args }: TraceEvent) =>
      name === 'thread_name' && args?.name === 'CrRendererMain'
    const pages = new Set(traceEvents.filter(isPage).map(threadOf))
    const tasks = traceEvents.filter((one) => one.tdur !== undefined && pages.has(threadOf(one)))
    return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0) / 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
