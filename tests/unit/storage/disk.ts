import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Whether this process may mount file systems, without which full and read-only disks cannot be had. */
export const canMount = tryMount()

/** Appended to the name of a test that is skipped without this right. */
export const byRoot = canMount ? '' : ' [skipped: only root can mount a file system]'

/** An empty folder on the real file system, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-storage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Puts an empty disk of so many megabytes at `path` until the test ends. */
export function smallDisk(path: string, megabytes: number) {
  mkdirSync(path, { recursive: true })
  mount(path, '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs')
}

/** Makes a folder read-only, also for root, until the test ends. */
export function makeReadOnly(path: string) {
  mount(path, '--bind', path)
  execFileSync('mount', ['-o', 'remount,ro,bind', path])
}

/** Runs as a user without rights: root may write everywhere. */
export function asNobody<T>(work: () => T): T {
  process.seteuid?.(65534)
  try {
    return work()
  } finally {
    process.seteuid?.(0)
  }
}

function mount(path: string, ...how: string[]) {
  execFileSync('mount', [...how, path])
  onTestFinished(() => void execFileSync('umount', ['-l', path]))
}

function tryMount() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
