import * as z from 'zod'
import { AppError } from '../errors'

const Secrets = z.object({ version: z.literal(1), keys: z.record(z.string(), z.string()) })

/** Keys by their ids. */
export type Secrets = Record<string, string>

/** Encrypts keys with a passphrase, as the `age` tool does; slow on purpose, about a second. */
export async function sealSecrets(keys: Secrets, passphrase: string): Promise<Buffer> {
  // Large, and hardly ever needed: not before it is.
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return Buffer.from(await encrypter.encrypt(JSON.stringify({ version: 1, keys })))
}

/** Opens what {@link sealSecrets} made. Throws `passphrase_wrong`, never with a word of the content. */
export async function openSecrets(sealed: Uint8Array, passphrase: string): Promise<Secrets> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    return Secrets.parse(JSON.parse(await decrypter.decrypt(sealed, 'text'))).keys
  } catch {
    throw new AppError('passphrase_wrong')
  }
}
