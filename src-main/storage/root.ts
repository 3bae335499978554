import { lstatSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import type { RootState } from '@contract/state'
import { AppError } from '../errors'
import { codeOf, isMissing } from './files'
import { isRoot, isUnfinished, movedOn, readRoot } from './layout'
import { LEAST_FREE, probe, type ProbeFailure } from './probe'
import {
  isInside,
  looksInstalled,
  PORTABLE_DATA,
  programFolder,
  realPath,
  type Refusal,
  refusal,
  type RootEnvironment,
  type RootKind,
} from './rootRules'
import { rootWarnings } from './rootWarnings'

/** Why a place was the first choice. */
export type Choice =
  | 'argument'
  | 'environment'
  | 'portable_folder'
  | 'portable_marker'
  | 'pointer'
  | 'sign'
  | 'default'

/** Why a place could not be used. */
export type Obstacle = ProbeFailure | Refusal | 'pointer_damaged' | 'unfinished_move'

/** A place that was wanted and could not be had; `history` says that a root lies there nevertheless. */
export interface Attempt {
  path: string
  kind: RootKind
  reason: Obstacle
  history: boolean
}

/** `reason` is the choice, or, of a fallback, what was wrong with the first choice (`tried[0]`). */
export interface Root extends RootState {
  reason: Choice | Obstacle
  tried: Attempt[]
}

interface Candidate {
  path: string
  kind: RootKind
  /** Absent where nobody chose it: a place to fall back to. */
  choice?: Choice
  obstacle?: Obstacle
}

/** The pointer that "Move data…" leaves in the app-data folder. */
export const Pointer = z.object({ root: z.string().min(1) })

export function pointerFile(appDataDir: string) {
  return join(appDataDir, 'location.json')
}

/**
 * Decides where the data lives, and can say why: the folder asked for, a portable copy's own, the one
 * data was moved to, the system's, and where those fail what is left. The folder exists and was tried
 * when this returns. Throws `folder_unusable` when the folder asked for, or every folder, fails.
 */
export function resolveRoot(from: RootEnvironment): Root {
  const asked = askedFolder(from)
  const tried: Attempt[] = []
  for (const wanted of asked ? [asked] : candidates(from)) {
    const candidate = led(wanted, from)
    const outcome = tryFolder(candidate, from)
    if (outcome.ok) {
      const path = realPath(candidate.path)
      const { kind, choice } = candidate
      const warnings = rootWarnings(path, outcome.free, from.env)
      const isTemporary = kind === 'explicit' && isInside(realPath(from.tempDir), path)
      if (isTemporary) warnings.push('temporary_folder')
      // What the sign at an old copy names was there a moment ago, or this is no old copy.
      if (readRoot(path)?.movedTo) warnings.push('moved_away')
      if (asked && choice === 'sign') warnings.push('moved_here')
      const reason = tried[0]?.reason ?? choice ?? 'default'
      return { path, kind, reason, fallback: tried.length > 0, warnings, tried }
    }
    const { path, kind } = candidate
    if (asked) throw unusable(path, outcome.reason, outcome.detail)
    tried.push({ path, kind, reason: outcome.reason, history: isRoot(path) })
  }
  const first = tried[0]
  throw unusable(first?.path ?? '', first?.reason ?? 'disk_error', 'nor can any other folder')
}

/** The one line about storage in the log and on standard error. */
export function describeRoot(root: Root) {
  const tried = root.tried.map(({ path, kind, reason }) => ` tried=${kind}:${path}:${reason}`)
  const warnings = root.warnings.map((warning) => ` warning=${warning}`)
  return `storage=${root.kind} root=${root.path} reason=${root.reason}${[...tried, ...warnings].join('')}`
}

function askedFolder({ argv, env, cwd }: RootEnvironment): Candidate | null {
  const index = argv.findIndex((word) => word === '--data-dir' || word.startsWith('--data-dir='))
  const word = argv[index]
  const argument = word?.includes('=') ? word.slice('--data-dir='.length) : argv[index + 1]
  if (word && !argument) throw new AppError('folder_unusable', '--data-dir names no folder')
  const asked = word ? argument : env['KEEPSAKE_DATA_DIR']
  if (!asked) return null
  // A shell leaves `~` alone in `--data-dir=~/chats`, and a folder of that name is never meant.
  const home = env['HOME'] ?? env['USERPROFILE']
  const path = home ? asked.replace(/^~(?=[/\\]|$)/, () => home) : asked
  return {
    path: resolve(env['KEEPSAKE_CWD'] ?? cwd, path),
    kind: 'explicit',
    choice: word ? 'argument' : 'environment',
  }
}

/** Nobody who wants an old copy means it rather than the data that it is a copy of. */
function led(candidate: Candidate, from: RootEnvironment): Candidate {
  const path = movedOn(realPath(candidate.path))
  if (path === null) return candidate
  const kind = path === realPath(systemFolder(from)) ? 'app-data' : 'moved'
  return { path, kind, choice: 'sign' }
}

/** The system's own place for the data. */
export function systemFolder({ appDataDir }: Pick<RootEnvironment, 'appDataDir'>): string {
  return join(appDataDir, 'data')
}

/** Where this program would keep its data beside itself; null where an installer put it. */
export function portableFolder(from: RootEnvironment): string | null {
  const [folder] = portableFolders(from)
  if (folder === undefined) return null
  const isOwn = folder !== programFolder(from) || !looksInstalled(folder, from)
  return isOwn ? join(folder, PORTABLE_DATA) : null
}

function* candidates(from: RootEnvironment): Generator<Candidate> {
  const portable = portableFolders(from).map((folder) => portableCandidate(folder))
  yield* portable.filter(({ choice }) => choice)
  yield* movedRoot(from)
  yield { path: systemFolder(from), kind: 'app-data', choice: 'default' }
  yield* portable.filter(({ path, choice }) => {
    const folder = dirname(path)
    return !choice && (folder !== programFolder(from) || !looksInstalled(folder, from))
  })
  yield { path: temporaryFolder(from), kind: 'temporary' }
}

function portableCandidate(folder: string): Candidate {
  const path = join(folder, PORTABLE_DATA)
  // Data that is still on its way there is where it was.
  if (isUnfinished(path)) return { path, kind: 'portable', obstacle: 'unfinished_move' }
  if (isThere(path)) return { path, kind: 'portable', choice: 'portable_folder' }
  if (isThere(join(folder, 'portable')))
    return { path, kind: 'portable', choice: 'portable_marker' }
  return { path, kind: 'portable' }
}

/** Folders in which a portable copy may keep its data; the last only counts in a packaged program. */
function portableFolders(from: RootEnvironment): string[] {
  const { PORTABLE_EXECUTABLE_DIR: folder, PORTABLE_EXECUTABLE_FILE: file, APPIMAGE } = from.env
  const folders: string[] = []
  if (folder && file && isThere(file)) folders.push(folder)
  if (APPIMAGE) folders.push(dirname(APPIMAGE))
  if (from.isPackaged) folders.push(programFolder(from))
  return folders
}

function* movedRoot({ appDataDir }: RootEnvironment): Generator<Candidate> {
  const file = pointerFile(appDataDir)
  try {
    const { root } = Pointer.parse(JSON.parse(readFileSync(file, 'utf8')))
    // Without its root.json it is the empty mount point of a disk that is not there.
    const obstacle = isRoot(root) ? undefined : 'missing'
    yield { path: resolve(root), kind: 'moved', choice: 'pointer', ...(obstacle && { obstacle }) }
  } catch (error) {
    if (isMissing(error)) return
    yield { path: file, kind: 'moved', choice: 'pointer', obstacle: 'pointer_damaged' }
  }
}

// The same for each start of this user, so that a restart finds what was written; other users of a
// shared temporary folder must not be able to put theirs in its place.
function temporaryFolder({ tempDir }: RootEnvironment) {
  const { uid } = userInfo()
  const path = join(tempDir, uid < 0 ? 'keepsake-temporary' : `keepsake-temporary-${uid}`)
  try {
    mkdirSync(path, { mode: 0o700 })
    return path
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return path
    const found = lstatSync(path)
    const isOurs = found.isDirectory() && (uid < 0 || found.uid === uid)
    return isOurs ? path : mkdtempSync(`${path}-`)
  }
}

function tryFolder(candidate: Candidate, from: RootEnvironment) {
  const { path, kind, obstacle } = candidate
  const unfinished = isUnfinished(path) ? 'unfinished_move' : null
  const reason = obstacle ?? unfinished ?? refusal(path, kind, from)
  if (reason) return { ok: false as const, reason, detail: '' }
  // A history that is there is not left behind because its disk is filling up.
  return probe(path, isRoot(path) ? 0 : LEAST_FREE)
}

// A link to nowhere counts: somebody wanted the data there.
function isThere(path: string) {
  try {
    return lstatSync(path) !== undefined
  } catch {
    return false
  }
}

function unusable(path: string, reason: Obstacle, detail: string) {
  const why = detail ? `${reason}, ${detail}` : reason
  return new AppError('folder_unusable', `${path}: ${why}`, { path, reason })
}
