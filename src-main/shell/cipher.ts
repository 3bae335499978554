import { safeStorage } from 'electron'
import type { Cipher } from '../storage/keys'

/** Backends of Linux that encrypt with a password known to everybody. */
const WEAK = ['basic_text', 'unknown']

/** The system's key store: Keychain, DPAPI, or a keyring of the Linux desktop. Use after `ready`. */
export const systemCipher: Cipher = {
  available: async () =>
    !WEAK.includes(backend()) && (await safeStorage.isAsyncEncryptionAvailable()),
  backend,
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  async decrypt(bytes) {
    if (WEAK.includes(backend())) throw new Error('The key store is not there.')
    return (await safeStorage.decryptStringAsync(bytes)).result
  },
}

function backend(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}
