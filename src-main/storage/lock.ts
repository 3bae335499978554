import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { readFile, utimes } from 'node:fs/promises'
import * as z from 'zod'
import { AppError } from '../errors'
import { codeOf, isMissing, writeFileAtomicSync } from './files'
import { isAlive, processStart, thisHost } from './host'

/** Milliseconds between two signs of life, and those after which a lock of another host is dead. */
const BEAT = 30_000
const FRESH = 120_000

/** Milliseconds that making or replacing a lock may take; what is older was left by a crash. */
const MAKING = 5_000

const LockFile = z.object({
  token: z.string(),
  pid: z.number().int(),
  host: z.string(),
  /** The process space: inside a container the same number is another process. */
  space: z.string(),
  boot: z.string(),
  processStart: z.string(),
  started: z.number().int(),
  /** Whether a second start can reach it, which then shows its window. */
  answers: z.boolean().default(false),
})
type LockFile = z.infer<typeof LockFile>

/**
 * Who has a root open. `here` is a process of this machine, `elsewhere` another one's; `starting` is
 * one that has not written its name yet.
 */
export type LockState =
  | { state: 'free' }
  | { state: 'dead' }
  | { state: 'starting' }
  | {
      state: 'here' | 'elsewhere'
      pid: number
      host: string
      started: number
      answers: boolean
    }

export interface Lock {
  /** Says that a second start can reach this process. */
  announce(): void
  /** Lets others in. Also done when the process exits. */
  release(): void
}

/**
 * Takes a root for this process, replacing the lock of a process that is gone. Throws `root_locked`
 * with `pid` and `host` when somebody lives in it. `onLost` is called when another process took the
 * root over, which means that it believed this one dead; writing must stop.
 */
export function acquireLock(file: string, now: number, onLost: () => void): Lock {
  const mine: LockFile = { token: randomUUID(), ...thisHost(), started: now, answers: false }
  const text = textOf(mine)
  if (!createLock(file, text)) takeOver(file, text)
  const beat = setInterval(() => {
    void showLife(file, mine.token).then((isOurs) => isOurs || lose())
  }, BEAT)
  beat.unref()
  const lose = () => {
    clearInterval(beat)
    onLost()
  }
  const release = () => {
    clearInterval(beat)
    process.off('exit', release)
    if (readLockFile(file)?.token === mine.token) rmSync(file, { force: true })
  }
  process.once('exit', release)
  return {
    release,
    // Not synced: whoever reads half of it looks again, and after a power cut nobody lives here.
    announce: () => writeFileSync(file, textOf({ ...mine, answers: true })),
  }
}

function textOf(lock: LockFile): string {
  return `${JSON.stringify(lock, null, 2)}\n`
}

/** Says who has a root open, changing nothing. */
export function readLock(file: string, now: number): LockState {
  const lock = readLockFile(file)
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return { state: 'free' }
  const age = Math.abs(now - found.mtimeMs)
  if (lock === null) return { state: age < MAKING ? 'starting' : 'dead' }
  const { pid, host, started, answers } = lock
  const here = thisHost()
  if (lock.host !== here.host || lock.space !== here.space) {
    return age < FRESH ? { state: 'elsewhere', pid, host, started, answers } : { state: 'dead' }
  }
  if (lock.boot !== here.boot || !isAlive(pid)) return { state: 'dead' }
  // Process numbers come back. Where the start of a process cannot be asked, its signs of life decide.
  const isSame = lock.processStart ? lock.processStart === processStart(pid) : age < FRESH
  return isSame ? { state: 'here', pid, host, started, answers } : { state: 'dead' }
}

function createLock(file: string, text: string) {
  try {
    const handle = openSync(file, 'wx', 0o600)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

// Of two processes that both find a dead lock only one may replace it, so a second file decides.
function takeOver(file: string, text: string) {
  refuseIfHeld(file)
  const guard = `${file}.takeover`
  const left = statSync(guard, { throwIfNoEntry: false })
  if (left && Math.abs(Date.now() - left.mtimeMs) > MAKING) rmSync(guard, { force: true })
  if (!createLock(guard, text)) throw new AppError('root_locked', guard)
  try {
    refuseIfHeld(file)
    writeFileAtomicSync(file, text)
  } finally {
    rmSync(guard, { force: true })
  }
}

function refuseIfHeld(file: string) {
  const lock = readLock(file, Date.now())
  if (lock.state === 'free' || lock.state === 'dead') return
  if (lock.state === 'starting') throw new AppError('root_locked', file)
  const { pid, host, state } = lock
  throw new AppError('root_locked', `process ${pid} on ${host}`, { pid, host, where: state })
}

/** Resolves to false only when the lock is certainly another process's. */
async function showLife(file: string, token: string) {
  try {
    const lock = LockFile.parse(JSON.parse(await readFile(file, 'utf8')))
    if (lock.token !== token) return false
    await utimes(file, new Date(), new Date())
    return true
  } catch {
    return true // A disk that is gone or busy is noticed where something is saved.
  }
}

function readLockFile(file: string): LockFile | null {
  try {
    return LockFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}
