import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'

/** Whether this process may mount file systems, without which full and read-only disks cannot be had. */
export const canMount = tryMount()

/** Appended to the name of a test that is skipped without this right. */
export const byRoot = canMount ? '' : ' [skipped: only root can mount a file system]'

interface Disk {
  /** An empty folder on the real file system, removed afterwards. */
  folder: string
  /** Puts an empty disk of so many megabytes at `path`. */
  small(path: string, megabytes: number): void
  /** Makes what is at `path` read-only, or writable again. */
  readOnly(path: string, yes?: boolean): void
}

export const test = base.extend<Disk & { mounted: string[] }>({
  folder: async ({ task: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-storage-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  // Needs `folder` so that everything is unmounted before the folder is removed.
  mounted: async ({ folder: _ }, use) => {
    const mounted: string[] = []
    await use(mounted)
    for (const path of mounted.toReversed()) execFileSync('umount', ['-l', path])
  },
  small: async ({ mounted }, use) => {
    await use((path, megabytes) => {
      mkdirSync(path, { recursive: true })
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
      mounted.push(path)
    })
  },
  readOnly: async ({ mounted }, use) => {
    await use((path, yes = true) => {
      if (!mounted.includes(path)) {
        execFileSync('mount', ['--bind', path, path])
        mounted.push(path)
      }
      execFileSync('mount', ['-o', `remount,${yes ? 'ro' : 'rw'},bind`, path])
    })
  },
})

/** Runs as a user without rights: root may write everywhere. */
export function asNobody<T>(work: () => T): T {
  process.seteuid?.(65534)
  try {
    return work()
  } finally {
    process.seteuid?.(0)
  }
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
