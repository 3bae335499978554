const EVERY_MS = 500

const UNITS: Record<string, string> = { merging: 'rows', attachments: 'files' }

/** Writes a line when a step begins, now and then while it goes on, and when it has reached its end. */
export function stepLines(
  progress: (line: string) => void,
): (step: string, done: number, total: number) => void {
  let last = { step: '', at: 0 }
  return (step, done, total) => {
    const isDue = step !== last.step || done === total || performance.now() - last.at > EVERY_MS
    if (!isDue) return
    last = { step, at: performance.now() }
    const unit = UNITS[step] ?? 'bytes'
    progress(total > 0 ? `${step}: ${done} of ${total} ${unit}` : `${step}: ${done} ${unit}`)
  }
}
