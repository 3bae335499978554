import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { keepAside } from '../storage/damaged'
import { isMissing, namesIn, syncFolderSync, writeFileAtomicSync } from '../storage/files'

// A move is written down before a byte is copied, in the app-data folder, which outlives both roots.

/**
 * `copying`: the old root is the data. `switching`: from here on the new one is, whatever happens.
 * `left`: done; the old copy waits for the user to let it go.
 */
export const PHASES = ['copying', 'switching', 'left'] as const

const Move = z.object({
  id: z.uuid(),
  /** The root's own id and when it was made, which go with it. */
  rootId: z.string(),
  created: z.number().int(),
  from: z.string(),
  to: z.string(),
  phase: z.enum(PHASES),
  at: z.number().int(),
  /** What was copied; 0 until all of it is. */
  bytes: z.number(),
  /** Whether the pointer is to follow: it does not where the folder was named at the start. */
  pointed: z.boolean(),
  /** What the pointer said before; null where there was none. */
  pointerBefore: z.string().nullable(),
  /** Whether the old copy's folder keeps a sign, because something will look for data there. */
  keepsSign: z.boolean(),
  /** Whether the new folder held such a sign of an earlier move. */
  hadSign: z.boolean(),
  /** Whether the user was told of the old copy and chose to keep it for now. */
  told: z.boolean(),
})
export type Move = z.infer<typeof Move>

/** One file of a root: its path in it, and how it was when it was copied. */
const MovedFile = z.object({
  path: z.string(),
  bytes: z.number(),
  time: z.number(),
})
export type MovedFile = z.infer<typeof MovedFile>

const MovedFiles = z.object({ folders: z.array(z.string()), files: z.array(MovedFile) })
export type MovedFiles = z.infer<typeof MovedFiles>

/** All moves that are not over, and those whose old copy is still there. */
export function readMoves(appDataDir: string, now: number): Move[] {
  const folder = join(appDataDir, FOLDER)
  return namesIn(folder)
    .filter((name) => name.endsWith('.json') && !name.endsWith(LIST))
    .flatMap((name) => read(join(folder, name), Move, now) ?? [])
    .toSorted((one, other) => one.at - other.at)
}

/** Once this returns, it is what the next start will find. */
export function writeMove(appDataDir: string, move: Move): void {
  mkdirSync(join(appDataDir, FOLDER), { recursive: true, mode: 0o700 })
  write(fileOf(appDataDir, move.id, '.json'), move)
}

/** Forgets a move; its list goes last, because it is of no use without it. */
export function forgetMove(appDataDir: string, { id }: Pick<Move, 'id'>): void {
  rmSync(fileOf(appDataDir, id, '.json'), { force: true })
  rmSync(fileOf(appDataDir, id, LIST), { force: true })
  syncFolderSync(join(appDataDir, FOLDER))
}

/** Which files a move has copied or was about to copy; none where that was not written down. */
export function readList(appDataDir: string, { id }: Pick<Move, 'id'>, now: number): MovedFiles {
  return read(fileOf(appDataDir, id, LIST), MovedFiles, now) ?? { folders: [], files: [] }
}

export function writeList(appDataDir: string, { id }: Pick<Move, 'id'>, list: MovedFiles): void {
  write(fileOf(appDataDir, id, LIST), list)
}

const FOLDER = 'moves'
const LIST = '.files.json'

function fileOf(appDataDir: string, id: string, ending: string) {
  return join(appDataDir, FOLDER, `${id}${ending}`)
}

function write(file: string, content: unknown) {
  writeFileAtomicSync(file, `${JSON.stringify(content)}\n`)
}

/** One that cannot be read is kept under another name: then nothing is done by it. */
function read<T>(file: string, schema: z.ZodType<T>, now: number): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (isMissing(error)) return null
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    keepAside(file, 'damaged', now)
    return null
  }
}
