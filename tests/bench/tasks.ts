import type { Devtools } from './devtools'

export interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of processor time. */
  tdur?: number
  args?: { name?: string }
}

/**
 * Watches every task of the pages' main threads. The answer, when it is asked to stop, is the most
 * processor time in milliseconds that one of them took: a frame cannot be shorter than that, and a
 * busy machine does not lengthen it.
 */
export async function watchTasks(browser: Devtools): Promise<() => Promise<number>> {
  const events: TraceEvent[] = []
  browser.on('Tracing.dataCollected', ({ value }: { value: TraceEvent[] }) => {
    events.push(...value.filter((one) => one.name === 'thread_name' || one.tdur !== undefined))
  })
  const complete = new Promise<void>((resolve) => {
    browser.on('Tracing.tracingComplete', () => resolve())
  })
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  })
  return async () => {
    await browser.send('Tracing.end')
    await complete
    return longestOf(events)
  }
}

/** The most processor time, in milliseconds, that one task of the pages' main threads took. */
export function longestOf(events: TraceEvent[]): number {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const pages = new Set(
    events
      .filter((one) => one.name === 'thread_name' && one.args?.name === 'CrRendererMain')
      .map(threadOf),
  )
  const tasks = events.filter((one) => one.tdur !== undefined && pages.has(threadOf(one)))
  return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0) / 1000
}
