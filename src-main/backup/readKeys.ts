import { NAMES } from './manifest'
import { openArchive, readWhole } from './readArchive'
import { openSecrets, type Secrets } from './secrets'

/** The keys of a backup. Throws `passphrase_wrong`, never with a word of the content. */
export async function readKeys(file: string, passphrase: string): Promise<Secrets> {
  const archive = await openArchive(file)
  try {
    return await openSecrets(await readWhole(archive, NAMES.keys), passphrase)
  } finally {
    archive.zip.close()
  }
}
