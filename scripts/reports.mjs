// What the test runners counted, read from their JSON reports.
import { readFileSync } from 'node:fs'

/** The sum of several counts. */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const count of counts) for (const key of Object.keys(total)) total[key] += count[key]
  return total
}

/** What a run of vitest or Playwright counted, given its report and its exit code. */
export function countsIn(report, code) {
  const counts = read(report)
  // A run can fail without a failing test: a file that does not load, or no report at all.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

function read(report) {
  let found
  try {
    found = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
  if (found.stats) {
    const { expected, flaky, unexpected, skipped } = found.stats
    return { passed: expected + flaky, failed: unexpected, skipped }
  }
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
  }
}
