import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from './files'

/**
 * What tells this process from any other, on any machine, since its last start. Empty where the
 * system does not say (`boot`, `space` and `processStart` are known on Linux only).
 */
export function thisHost() {
  return {
    pid: process.pid,
    host: hostname(),
    space: askLinux(() => readlinkSync('/proc/self/ns/pid')),
    boot: askLinux(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    processStart: processStart(process.pid),
  }
}

/** When a running process began, in ticks since the machine started; empty where nobody can say. */
export function processStart(pid: number) {
  return askLinux(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A dead process whose parent has not asked for its result (Z) still has its number.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  })
}

export function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function askLinux(ask: () => string) {
  try {
    return ask()
  } catch {
    return ''
  }
}
