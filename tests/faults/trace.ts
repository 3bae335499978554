import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'

/** Whether system calls can be counted, failed and killed at. */
export const canTrace = tryTracing()
export const byTrace = canTrace ? '' : ' [skipped: strace is missing or not permitted]'

/**
 * The tracer under which a program is killed at the `when`-th of such calls of one of its threads.
 */
export function killedAt(calls: string, when: number): string[] {
  return ['strace', ...injection(calls, `signal=SIGKILL:when=${when}`)]
}

/**
 * Has a running program's calls fail, from the `from`-th of each of its threads on. Resolves, as
 * soon as it is so, what takes it back.
 */
export async function failFrom(pid: number, calls: string, error: string, from: number) {
  const args = [...injection(calls, `error=${error}:when=${from}+`), '-p', String(pid)]
  const tracer = spawn('strace', args, { stdio: 'ignore' })
  const gone = new Promise((resolve) => tracer.once('close', resolve))
  onTestFinished(() => void tracer.kill())
  await expect.poll(() => threads(pid).every(isTraced), { interval: 5 }).toBe(true)
  return async () => {
    tracer.kill()
    await gone
  }
}

function injection(calls: string, what: string): string[] {
  const quietly = ['-f', '-qqq', '-o', '/dev/null']
  return [...quietly, '-e', `trace=${calls}`, '-e', `inject=${calls}:${what}`]
}

function threads(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`)
}

function isTraced(thread: string): boolean {
  return !/^TracerPid:\t0$/m.test(readFileSync(`${thread}/status`, 'utf8'))
}

function tryTracing(): boolean {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
