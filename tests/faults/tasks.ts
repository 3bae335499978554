import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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
    return longestOf(await eventsIn(file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Line by line, because a trace may be longer than a string can be. */
async function eventsIn(file: string): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (/"tdur":|"name":"thread_name"/.test(line)) events.push(eventOf(line))
  }
  return events
}

function eventOf(line: string): TraceEvent {
  const event = line.replace(/^\{"traceEvents":\[/, '').replace(/(?:\]?,|\],"metadata".*)$/, '')
  return JSON.parse(event) as TraceEvent
}
