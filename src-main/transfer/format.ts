import { AppError } from '../errors'
import type { Bundle, BundleFile } from './bundle'
import { utf8Of } from './content'
import type { Item } from './foreign'
import { piecesOf, placesOf } from './pieces'
import { isRecord, type Raw } from './raw'
import type { Shape } from './shape'

/** A file with conversations, and what lies around it. */
export interface Source {
  file: BundleFile
  bundle: Bundle
}

/** How one chat program writes its conversations. */
export interface Format {
  name: string
  /** Whether a file that begins so holds conversations of this format. */
  recognises(shape: Shape): boolean
  /** Whether a file belongs to an export of this format and holds no conversations. */
  accompanies?(name: string): boolean
  read(source: Source): AsyncIterable<Item>
  /**
   * About how many conversations there are, of a format that has nothing else. It goes through the file to its
   * end, and throws what reading it would throw, in a fifth of the time.
   */
  count?(source: Source): Promise<number>
}

/** Bytes of a file that is one object, whose fields are held all together. */
const LARGEST_OBJECT = 512 * 1024 * 1024

/**
 * The objects of a list one by one, or the one object that the file is. What is no object, or no JSON,
 * comes as null with the place where it begins. Throws `import_too_large` for one enormous object.
 */
export async function* objectsOf(
  file: BundleFile,
): AsyncGenerator<{ object: Raw | null; offset: number }> {
  const fields = new Map<string, unknown>()
  for await (const { key, value, offset, damaged } of piecesOf(utf8Of(file), 'fields')) {
    if (key === null) yield { object: isRecord(value) ? value : null, offset }
    else if (file.bytes > LARGEST_OBJECT) throw new AppError('import_too_large', file.name)
    else if (damaged) yield { object: null, offset }
    else fields.set(key, value)
  }
  if (fields.size > 0) yield { object: Object.fromEntries(fields), offset: 0 }
}

/** How many objects `objectsOf` would answer, which throws the same. */
export async function countObjects({ file }: Pick<Source, 'file'>): Promise<number> {
  let count = 0
  let isOne = false
  for await (const { key } of placesOf(utf8Of(file), 'fields')) {
    if (key === null) count += 1
    else if (file.bytes > LARGEST_OBJECT) throw new AppError('import_too_large', file.name)
    else isOne = true
  }
  return isOne ? count + 1 : count
}

/** What stands for a part of a file that cannot be read. */
export function damagedAt(offset: number): Item {
  return { skipped: { what: `byte ${offset}`, reason: 'damaged' } }
}

/** What each object of a file becomes; what cannot be read is left out by its place. */
export async function* itemsOf(
  file: BundleFile,
  read: (object: Raw) => Iterable<Item> | AsyncIterable<Item>,
): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) yield damagedAt(offset)
    else yield* read(object)
  }
}
