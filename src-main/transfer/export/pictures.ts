import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Attachment } from '../../db/exports'
import { contentFile, stateOf } from '../../storage/attachments'
import { PICTURES, typeInBytes } from '../../storage/mediaType'

/** Bytes of a picture that a page is still quick to open with. */
const LARGEST = 8 * 1024 * 1024

/** The picture of a file as a data URL; null for what is none, is too large, or is not what it was. */
export type Pictures = (file: Attachment) => string | null

/** Without a folder there are none. */
export function picturesIn(folder: string | undefined): Pictures {
  return (file) => {
    const { sha256, bytes } = file
    if (folder === undefined || bytes > LARGEST || !PICTURES.has(file.mediaType)) return null
    if (stateOf(folder, file) !== 'present') return null
    const content = readFileSync(contentFile(folder, sha256))
    const type = typeInBytes(content)
    const isWhole = createHash('sha256').update(content).digest('hex') === sha256
    if (!isWhole || type === null || !PICTURES.has(type)) return null
    return `data:${type};base64,${content.toString('base64')}`
  }
}
