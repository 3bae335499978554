import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { byRoot, canMount } from '../unit/storage/disk'

export { byRoot, canMount }

/** A disk of its own, gone after the test. */
export interface Disk {
  path: string
  /** Takes all space that is left. */
  fill(): void
  empty(): void
}

/** A folder in memory of so many megabytes. */
export function smallDisk(megabytes: number): Disk {
  const path = mountPoint()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  const filler = join(path, 'filler')
  return {
    path,
    fill: () => [1 << 20, 4096, 1].forEach((block) => append(filler, Buffer.alloc(block))),
    empty: () => rmSync(filler, { force: true }),
  }
}

export interface PowerDisk {
  path: string
  /** Everything that was not synced is lost, and nothing works any more. */
  cutPower(): void
  /** Nothing can be written any more, as after an error of the disk. */
  becomeReadOnly(): void
  /** Takes it away from a program that has it in use. */
  detach(): void
  /** Mounts it anew, when nobody has it in use any more. */
  restart(): void
  /** Mounts it again, as the next start of the machine would. */
  attach(): void
}

const SHUTDOWN = 0x8004587d
const WITHOUT_FLUSHING_THE_JOURNAL = 2

/** An ext4 in a file, whose power can be cut. */
export function powerDisk(megabytes = 64): PowerDisk {
  const path = mountPoint()
  const image = `${path}.img`
  const devices: string[] = []
  onTestFinished(() => {
    for (const device of devices) quietly('losetup', ['-d', device])
    rmSync(image, { force: true })
  })
  execFileSync('truncate', ['-s', `${megabytes}M`, image])
  execFileSync('mkfs.ext4', ['-q', '-F', image])
  // A device of its own each time, or what is still in use of the last one would be mounted again.
  const attach = () => {
    const found = execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8' })
    const device = found.trim()
    devices.push(device)
    execFileSync('mount', ['-o', 'errors=remount-ro', device, path])
  }
  attach()
  const code = 'open my $f, "<", shift or die; my $v = pack "I", shift; ioctl $f, shift, $v or die'
  return {
    path,
    cutPower() {
      const flag = String(WITHOUT_FLUSHING_THE_JOURNAL)
      execFileSync('perl', ['-e', code, path, flag, String(SHUTDOWN)])
    },
    becomeReadOnly() {
      writeFileSync(`/sys/fs/ext4/${basename(devices.at(-1) ?? '')}/trigger_fs_error`, '1')
    },
    detach: () => void execFileSync('umount', ['-l', path]),
    restart() {
      execFileSync('umount', [path])
      attach()
    },
    attach,
  }
}

/** Where ext4 and its ioctl are at hand as well. */
export const canCutPower = canMount && works('mkfs.ext4', ['-V']) && works('perl', ['-v'])
export const byPower = canCutPower
  ? ''
  : ' [skipped: cutting the power of a disk needs root, loop devices, mkfs.ext4 and perl]'

function mountPoint(): string {
  const path = mkdtempSync(join(tmpdir(), 'keepsake-disk-'))
  onTestFinished(() => {
    quietly('umount', ['-l', path])
    rmSync(path, { recursive: true, force: true })
  })
  return path
}

/** For tidying up: what the test has taken away itself is gone already. */
function quietly(command: string, args: string[]): void {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
  } catch {
    // Nothing was left to do.
  }
}

function append(file: string, block: Buffer): void {
  const handle = openSync(file, 'a')
  try {
    while (writeSync(handle, block) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(handle)
  }
}

function works(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
