import { basename } from 'node:path'
import type { Bundle, BundleFile } from '../bundle'
import type { Assets } from './chatgptParts'

/** `file-ABC-receipt.png`, `file_ABC.dat`, `file-ABC-0123.webp`: what an asset is called by begins its name. */
const ASSET = /^(file[-_][A-Za-z0-9]+)(?=[-._]|$)/

/** Finds the files of an export by the ids that messages name; what they are called decides nothing else. */
export function assetsOf({ files }: Bundle): Assets {
  const byId = new Map<string, BundleFile>()
  for (const file of files) {
    const id = ASSET.exec(basename(file.name))?.[1]
    if (id && !byId.has(id)) byId.set(id, file)
  }
  return (id) => byId.get(id) ?? null
}
